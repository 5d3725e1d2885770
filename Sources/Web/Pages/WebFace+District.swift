import Device
import FieldRecords
import HTTPTypes
import Hummingbird
import Reports

extension WebFace {
    func addDistrict(to router: Router<Visit>) {
        router.get("/district") { request, visit in
            let asked = try ReportRequest(asked: request.asked)
            let findings = try await ask { try DistrictFindings($0, asked) }
            let content = DistrictPage(findings, language: visit.language)
            return try await page(
                "district", content, title: Phrase(zh: "全区", en: "District"), room: .district, request, visit)
        }
        router.get("/district/report") { request, visit in
            let asked = try ReportRequest(asked: request.asked)
            let report = try await ask { try $0.report(asked, withRecords: true) }
            let html = report.page(in: visit.language, recordPath: { "/record/\($0)" })
            // The report is a document of its own, with its style in it, and without any script.
            return Response(
                status: .ok,
                headers: [
                    .contentType: "text/html; charset=utf-8",
                    .contentSecurityPolicy: "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
                ],
                body: .init(byteBuffer: ByteBuffer(bytes: html)))
        }
        router.post("/district/invite") { _, visit in
            let (name, town) = (visit.form["name"] ?? "", visit.form["town"] ?? "")
            let code = visit.form["code"].flatMap { $0.isEmpty ? nil : $0 }
            let issued = try await ask { device in
                try device.inviteStation(
                    name: name, town: town, code: code, host: try device.hostAddress(), isOnlyOne: true)
            }
            return Response(
                status: .ok,
                headers: [
                    .contentType: "application/octet-stream",
                    .contentDisposition: "attachment; filename=\"yilu-invitation-\(issued.place).json\"",
                ],
                body: .init(byteBuffer: ByteBuffer(bytes: issued.document)))
        }
        router.post("/district/withdraw") { _, visit in
            let serial = visit.form["serial"] ?? ""
            try await ask { try $0.withdrawInvitation(serial: serial) }
            return redirect(to: "/district?done=withdrawn")
        }
        router.post("/district/revoke") { _, visit in
            let replica = visit.form["replica"] ?? ""
            guard visit.form["sure"] == "yes" else {
                throw DeviceError(
                    .badData, what: Phrase(zh: "没有确认，什么也没有改动", en: "it was not confirmed, so nothing was changed"),
                    advice: Phrase(zh: "吊销不能收回，请先勾选确认。", en: "It cannot be taken back: tick the box first."))
            }
            let heirs = try await ask { try $0.revoke(replica) }
            return redirect(to: "/district?done=\(heirs.isEmpty ? "revoked" : "revokedAlone")")
        }
    }
}

extension ReportRequest {
    /// The period and the place that an address names.
    ///
    /// - Throws: where one of the days is none: left out, it would give the figures of another period.
    init(asked text: (String) -> String?) throws {
        func day(_ name: String) throws -> CivilDate? {
            guard let written = text(name) else { return nil }
            guard let day = CivilDate(written) else {
                throw DeviceError(
                    .usage, what: Phrase(zh: "“\(written)”不是日期", en: "“\(written)” is no date"),
                    advice: Phrase(zh: "请写成 2026-11-30。", en: "Write it as 2026-11-30."))
            }
            return day
        }
        self.init(from: try day("from"), to: try day("to"), place: text("place"))
    }
}
