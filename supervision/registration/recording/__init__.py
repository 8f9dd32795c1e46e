"""登记事项推送: each establishment, change, revocation and cancellation as the registrar sent it."""
