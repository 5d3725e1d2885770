import Device
import FieldRecords
import Reports

/// What the district page is made of, read in one go.
struct DistrictFindings: Sendable {
    let report: SeasonReport
    let coverage: Coverage
    let stations: [RecordView]
    let openIssues: OpenIssues
    let issueForm: Form?
    let members: [MemberView]
    let invitations: [InvitationView]
    let towns: [NodeView]
    let isHost: Bool

    /// What the map draws at most.
    private static let stationsMax = 2_000

    init(_ device: Device, _ request: ReportRequest) throws {
        report = try device.report(request, withRecords: false)
        coverage = try device.coverage(request, showPersonal: false)
        stations = try device.stationRecords(request, limit: DistrictFindings.stationsMax)
        openIssues = try device.openIssues(request, limit: DistrictPage.issuesMax)
        issueForm = try? device.form(named: "issue")
        isHost = try device.home().isHost
        members = isHost ? try device.members() : []
        invitations = isHost ? try device.invitations() : []
        towns = try device.towns()
    }
}
