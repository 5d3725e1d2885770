import FieldRecords

/// What every page has around its content.
struct PageFrame {
    /// `zh` or `en`.
    let language: String
    let isZh: Bool
    let title: String
    /// The code and the name of the place.
    let place: String
    let network: String
    let token: String
    /// Nil where nobody has said who writes.
    let author: String?
    /// Where a change of the language comes back to.
    let path: String
    let isToday: Bool
    let isList: Bool
    let isSync: Bool
    let isDistrict: Bool
    /// Whether there is a district page here: at the host and at a town's office.
    let isAbove: Bool
    /// What has just been done, in one sentence.
    let notice: String?
    /// The draft that has become a record, for the browser to forget.
    let savedDraft: String?
}

/// Which page one is on.
enum PageRoom {
    case today, list, sync, district, none
}

/// A page as the templates see it.
struct Page<Content> {
    let page: PageFrame
    let words: [String: String]
    let content: Content
}
