package import FieldRecords

extension SeasonReport {
    /// The charts of the report as markup, for a page with a style of its own; empty where there is nothing to draw.
    package func charts(in language: Language) -> String {
        ReportPage(report: self, language: language, recordPath: nil).charts
    }
}
