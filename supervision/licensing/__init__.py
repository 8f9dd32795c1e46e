"""后置审批: which permits a business scope asks for, and who gives them. Stands on registration."""
