"""What licensing hands to the platform."""

from supervision.kernel.module import Module

MODULE = Module(name="licensing", label="后置审批目录与比对")
