"""What loading hands to the platform: the kinds of row that fill archives."""

from supervision.archive.loading.bulk import service as bulk
from supervision.archive.loading.records import rules as record_rules
from supervision.archive.loading.records import service as records
from supervision.archive.loading.records.schemas import KINDS
from supervision.archive.loading.registrations import rules as registration_rules
from supervision.archive.loading.registrations import service as registrations
from supervision.archive.loading.registrations.schemas import FIELDS
from supervision.archive.loading.relations import rules as relation_rules
from supervision.archive.loading.relations import schemas as relation_schemas
from supervision.archive.loading.relations import service as relations
from supervision.intake.kinds import RowKind
from supervision.kernel.module import Module

REGISTRATION = RowKind(
    name="registration",
    label="登记信息",
    fields=FIELDS,
    check=registration_rules.checker(),
    accept=registrations.accept,
    before_bulk=bulk.REGISTRATIONS.relax,
    after_bulk=bulk.REGISTRATIONS.restore,
)

RELATION = RowKind(
    name="relation",
    label="股东与高管",
    fields=relation_schemas.FIELDS,
    check=relation_rules.check,
    accept=relations.accept,
    before_bulk=bulk.RELATIONS.relax,
    after_bulk=bulk.RELATIONS.restore,
)
RECORDS = tuple(
    RowKind(
        name=kind.name,
        label=kind.label,
        fields=kind.fields,
        check=record_rules.checker(kind),
        accept=records.acceptor(kind),
        before_bulk=bulk.RECORDS.relax,
        after_bulk=bulk.RECORDS.restore,
    )
    for kind in KINDS
)

MODULE = Module(name="archive.loading", label="档案装载", parts=(REGISTRATION, RELATION, *RECORDS))
