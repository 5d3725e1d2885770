import Device
import FieldRecords
import Reports

/// What the district page is made of, read in one go.
struct DistrictFindings: Sendable {
    let report: SeasonReport
    let coverage: Coverage
    let stations: [RecordView]
    let openIssues: [RecordView]
    let issueForm: Form?
    let members: [MemberView]
    let towns: [NodeView]
    let isHost: Bool

    init(_ device: Device, _ request: ReportRequest) throws {
        report = try device.report(request, withRecords: false)
        coverage = try device.coverage(request, showPersonal: false)
        var stations = RecordListRequest()
        stations.form = "station"
        stations.limit = RecordListRequest.limitMax
        self.stations = try device.recordPage(stations).records
        openIssues = try ["open", "assigned"].flatMap { status in
            var open = RecordListRequest()
            open.form = "issue"
            open.choice = ("status", status)
            open.order = .oldest
            open.limit = RecordListRequest.limitMax
            return try device.recordPage(open).records
        }
        issueForm = try? device.form(named: "issue")
        isHost = try device.home().isHost
        members = isHost ? try device.members() : []
        towns = try device.towns()
    }
}
