"""What pairing reads from an archive workbook: the cadre of each household, and the sheet 结对帮扶记录."""

from collections import defaultdict

from households.importing import cells
from households.importing.archive import FILED, yes_no
from households.importing.batches import Batch
from households.importing.cases import Case, Row
from households.importing.layout import ARCHIVES, VISITS, Column, labels
from households.importing.matching import Match, match_rows
from households.importing.registry import Part, register
from pairing.actions.pairings import sync_grants
from pairing.actions.rhythm import refresh_rhythm
from pairing.enums import PairingKind, VisitMethod, VisitSource
from pairing.models import Cadre, HelpingUnit, Pairing, Visit

UNIT, CADRE, POSITION, PHONE = "帮扶单位", "帮扶责任人", "帮扶责任人职务", "帮扶责任人电话"
DATE, METHOD, VISITOR, TROUBLE = "日期", "方式", "帮扶干部", "存在困难"
METHODS = {"入户": "入户走访", "上门走访": "入户走访", "电话": "电话联系", "微信": "其他方式", "其他": "其他方式"}
NO_TROUBLE = frozenset({"无", "没有", "暂无", "无困难", "目前无困难"})


class PairingPart(Part):
    """Pairs a household that was never paired; a pairing that the system knows is never changed, only remarked on."""

    columns = {
        ARCHIVES: (
            Column(UNIT, cells.text(80)),
            Column(CADRE, cells.name()),
            Column(POSITION, cells.text(40), aliases=("职务",)),
            Column(PHONE, cells.number_text(20), aliases=("电话",), note="以文本格式填写"),
        )
    }
    models = (HelpingUnit, Cadre, Pairing)

    def plan(self, batch: Batch) -> None:
        """Find or make units and cadres of the filing unions, and plan the pairings; three queries."""
        paired: dict[int, list[Pairing]] = defaultdict(list)
        for pairing in Pairing.objects.filter(household__in=batch.known).select_related("cadre").order_by("pk"):
            paired[pairing.household_id].append(pairing)
        _load_units(batch)
        _load_cadres(batch)
        for case in batch.cases:
            pairings = [] if case.is_new else paired[case.archive.pk]
            if pairings:
                _remark_on(case, pairings)
            elif case.row[CADRE]:
                _plan_pairing(case, batch)

    def finish(self, batch: Batch) -> None:
        """Bring the dates of the rhythm, the cadre's name and the grants of the written households into step."""
        households = [case.archive.pk for case in batch.written]
        refresh_rhythm(households)
        sync_grants(households)


def _load_units(batch: Batch) -> None:
    names = {case.row[UNIT] for case in batch.cases if case.row[UNIT]}
    for unit in HelpingUnit.objects.filter(union__in=_unions(batch), name__in=names):
        batch.share((HelpingUnit, unit.union_id, unit.name), unit)


def _load_cadres(batch: Batch) -> None:
    names = {case.row[CADRE] for case in batch.cases} | {
        row[VISITOR] for case in batch.cases for row in case.rows(VISITS)
    }
    found = defaultdict(list)
    for cadre in Cadre.objects.filter(union__in=_unions(batch), name__in=names - {None}).order_by("pk"):
        found[cadre.union_id, cadre.name].append(cadre)
    batch.share(Cadre, found)


def _unions(batch: Batch) -> set[int]:
    return {case.union.pk for case in batch.cases if case.union}


def _remark_on(case: Case, pairings: list[Pairing]) -> None:
    """Leave a known household's pairing alone, and say so when the workbook names somebody else."""
    active = [pairing for pairing in pairings if pairing.is_active and pairing.kind == PairingKind.RESPONSIBLE]
    if not active:
        return
    cadre = case.extras[CADRE] = active[0].cadre
    if case.row[CADRE] and case.row[CADRE] != cadre.name:
        case.flag(CADRE, f"帮扶责任人与系统登记的不一致（{cadre.name}），结对未改，如需更换请在系统中移交")


def _plan_pairing(case: Case, batch: Batch) -> None:
    unit = _unit(case, batch)
    cadre = _cadre(case, unit, batch)
    if not cadre.is_active:
        case.flag(CADRE, f"帮扶责任人 {cadre.name} 在系统中已不在任，未登记结对")
        return
    case.extras[CADRE] = cadre
    case.create(
        Pairing(
            household=case.household,
            cadre=cadre,
            unit=unit or cadre.unit,
            started_on=case.row[FILED],
            created_by=batch.desk.by,
        ),
        "结对",
    )
    if case.is_new:
        case.archive.cadre_names = cadre.name  # what refresh_rhythm would write, without a second write


def _unit(case: Case, batch: Batch) -> HelpingUnit | None:
    name = case.row[UNIT]
    if not name or not case.union:
        return None
    key = (HelpingUnit, case.union.pk, name)
    if batch.shared(key) is None:
        case.create(batch.share(key, HelpingUnit(union=case.union, name=name)), "结对")
    return batch.shared(key)


def _cadre(case: Case, unit: HelpingUnit | None, batch: Batch) -> Cadre:
    """Return the cadre of the filing union with this name and phone; one without a phone is told by the name alone."""
    name, phone = case.row[CADRE], case.row[PHONE] or ""
    namesakes = batch.shared(Cadre)[case.union.pk if case.union else None, name]
    same = [cadre for cadre in namesakes if cadre.phone == phone]
    if not same and len(namesakes) == 1 and not (phone and namesakes[0].phone):
        same = namesakes
    if not same:
        cadre = Cadre(union=case.union, unit=unit, name=name, phone=phone, position=case.row[POSITION] or "")
        namesakes.append(cadre)
        case.create(cadre, "结对")
        same = [cadre]
    return same[0]


class VisitPart(Part):
    """Adds the visits and calls of a workbook, and corrects those that a workbook brought."""

    columns = {
        VISITS: (
            Column(DATE, cells.day(past=True), "on", required=True, note="如 2020-03-12"),
            Column(
                METHOD,
                cells.choice(VisitMethod.choices, METHODS),
                "method",
                required=True,
                options=labels(VisitMethod.choices),
            ),
            Column(VISITOR, cells.name(), note="空白时记为本户帮扶责任人"),
            Column("走访情况", cells.text(2000), "situation"),
            Column(TROUBLE, cells.text(500), note="没有困难请填“无”"),
            Column("帮扶措施", cells.text(500), "measures"),
            Column("宣传政策", cells.text(300), "policies"),
            yes_no("发放健康包", "health_kit"),
            Column("健康包内容", cells.text(200), "health_kit_contents"),
            Column("下次走访", cells.day(), "next_visit_on"),
        )
    }
    models = (Visit,)

    def plan(self, batch: Batch) -> None:
        """Match each row with the visit that it was loaded as before; one query."""
        kept: dict[int, list[Visit]] = defaultdict(list)
        for visit in Visit.objects.filter(household__in=batch.known).exclude(import_key="").order_by("pk"):
            kept[visit.household_id].append(visit)
        for case in batch.cases:
            visits = [] if case.is_new else kept[case.archive.pk]
            for match in match_rows(case.rows(VISITS), visits, about=_about, says=_says):
                _plan_visit(case, match, batch)


def _about(row: Row) -> tuple[object, ...]:
    return row[DATE], row[METHOD], row[VISITOR]


def _says(row: Row) -> tuple[object, ...]:
    return tuple(row[column.name] for column in VisitPart.columns[VISITS])


def _plan_visit(case: Case, match: Match[Visit], batch: Batch) -> None:
    if match.is_same:
        return
    row = match.row
    wanted = {column.field: row[column.name] for column in VisitPart.columns[VISITS] if column.field}
    if row[TROUBLE]:
        none = row[TROUBLE] in NO_TROUBLE
        wanted |= {"no_difficulty": none, "difficulty_text": "" if none else row[TROUBLE]}
    wanted["import_key"] = match.key
    if match.kept is not None:
        case.update(match.kept, wanted, "走访记录")
        return
    cadre = _visitor(case, row, batch)
    stated = {name: value for name, value in wanted.items() if value is not None}
    case.create(
        Visit(
            household=case.household,
            cadre=cadre,
            visitor_name=row[VISITOR] or (cadre.name if cadre else ""),
            source=VisitSource.WORKBOOK,
            created_by=batch.desk.by,
            **stated,
        ),
        "走访记录",
    )


def _visitor(case: Case, row: Row, batch: Batch) -> Cadre | None:
    """Return the cadre who made a visit: the household's own by name, else the only one of that name in the union."""
    own = case.extras.get(CADRE)
    if own is not None and row[VISITOR] in {None, own.name}:
        return own
    namesakes = batch.shared(Cadre)[case.union.pk if case.union else None, row[VISITOR]]
    return namesakes[0] if len(namesakes) == 1 else None


register(PairingPart(), VisitPart())
