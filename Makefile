PYTHON ?= python3
BIN := .venv/bin
.DEFAULT_GOAL := help
.PHONY: help environment up test bench prove format

help: ## 列出所有命令
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## (.*)/  make \1\t\2/' | expand -t 21

environment: ## 建立或更新运行环境 .venv（其他命令会自动先做）
	@$(PYTHON) tools/bootstrap.py

up: environment ## 启动平台并打印地址与演示账号；Ctrl-C 停止；DATABASE_URL、REDIS_URL 可指向真实服务器
	@exec $(BIN)/supervision up

test: environment ## 代码检查、类型检查、架构契约、单元与数据库测试、浏览器测试（约 13 分钟）
	@$(BIN)/python tools/check.py

bench: environment ## 性能测试，结果并入 var/bench.json；ONLY=load,search 只跑其中几项
	@$(BIN)/python -m benchmarks $(if $(ONLY),--only $(ONLY))

prove: environment ## 长时间的证明（随机终止进程等），结果写入 docs/proofs.md；ONLY=kill 只跑其中几项
	@$(BIN)/python tools/prove.py $(if $(ONLY),--only $(ONLY))

format: environment ## 按统一格式整理代码
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format --quiet .
