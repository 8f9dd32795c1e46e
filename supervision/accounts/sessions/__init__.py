"""登录会话: signing in, staying signed in, and leaving."""
