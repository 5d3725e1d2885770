import Device
import FieldRecords
import Reports
import Store

/// What a town's office and the district look at: who was heard from, what is missing, the figures, the open issues.
struct DistrictPage: Sendable {
    /// A station to call.
    struct Call: Sendable {
        let code: String
        let name: String
        let town: String
        /// How long nothing was heard, or what is missing, in words.
        let why: String
        let lead: String
        let phone: String
    }

    struct Number: Sendable {
        let id: String
        let title: String
        let value: String
        let unit: String
    }

    /// An issue that is not settled.
    struct Issue: Sendable {
        let number: String
        let place: String
        let summary: String
        let days: Int
    }

    struct Member: Sendable {
        let replica: String
        let place: String
        let standing: String
        let isRevocable: Bool
    }

    /// An invitation that nobody has used yet.
    struct Invitation: Sendable {
        let label: String
        let place: String
        /// Its last day.
        let until: String
        let serial: String
    }

    struct Town: Sendable {
        let code: String
        let name: String
    }

    let from: String
    let to: String
    /// The code of the place that was asked for; nil for all that this device holds.
    let place: String?
    let coverage: String
    let silent: [Call]
    /// How many more are silent than are listed; nil for none.
    let silentMore: Int?
    let incomplete: [Call]
    let figures: [Number]
    /// Markup.
    let charts: String
    /// Markup; nil while no station tells its position.
    let map: String?
    /// The oldest first.
    let issues: [Issue]
    /// How many more are open than are listed; nil for none.
    let issuesMore: Int?
    let members: [Member]
    let invitations: [Invitation]
    let towns: [Town]
    let isHost: Bool

    static let callsMax = 40
    static let issuesMax = 20
}

extension DistrictPage {
    init(_ findings: DistrictFindings, language: Language) {
        let report = findings.report
        from = report.scope.period.from.description
        to = report.scope.period.to.description
        place = report.scope.place.id == report.scope.ownNode ? nil : report.scope.place.code
        coverage = findings.coverage.sentence.text(in: language)
        silent = findings.coverage.silent.prefix(DistrictPage.callsMax).map { Call($0, language) }
        let more = findings.coverage.silent.count - DistrictPage.callsMax
        silentMore = more > 0 ? more : nil
        incomplete = findings.coverage.incomplete.prefix(DistrictPage.callsMax).map { Call($0, language) }
        figures = report.figures.map { result in
            Number(
                id: result.figure.id.rawValue, title: result.figure.title.text(in: language),
                value: result.value.map(FigureText.number) ?? "–",
                unit: FigureText.word(for: result.figure.unit, of: result.value).text(in: language))
        }
        charts = report.charts(in: language)
        map = StationMap(findings.stations, silent: Set(findings.coverage.silent.map(\.code))).svg(in: language)
        let today = report.scope.now.date
        issues = findings.openIssues.oldest.map {
            DistrictPage.issue($0, form: findings.issueForm, today: today, language)
        }
        let newer = findings.openIssues.count - issues.count
        issuesMore = newer > 0 ? newer : nil
        members = findings.members.map { member in
            Member(
                replica: member.replica, place: member.place,
                standing: member.standingPhrase.text(in: language),
                isRevocable: !member.isThisDevice && ["enrolled", "waiting"].contains(member.standing))
        }
        invitations = findings.invitations.filter { $0.state == "open" }.map {
            Invitation(label: $0.label, place: $0.place, until: String($0.expires.prefix(10)), serial: $0.serial)
        }
        towns = findings.towns.filter { !$0.isClosed }.map { Town(code: $0.code, name: $0.name) }
        isHost = findings.isHost
    }

    private static func issue(_ record: RecordView, form: Form?, today: CivilDate, _ language: Language) -> Issue {
        let line = RecordLine(record, form: form, language: language)
        let raised = CivilDate(line.date)
        return Issue(
            number: record.number, place: record.place, summary: line.summary,
            days: raised.map { max(0, today.days - $0.days) } ?? 0)
    }
}
