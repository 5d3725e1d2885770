import FieldRecords

/// The figures of the season report, in its order: the one place that says what each of them counts.
///
/// A day is a day in the network's offset from UTC, as people write it into the date field; both end days count. Deleted
/// records count nowhere; a record in conflict counts with the value it shows.
package enum Figures {
    /// A station that nothing was heard from for longer, before the period's last day, is silent.
    package static let quietDaysMax = 14

    package static let all = stations + services + issues + people

    private static let stations = [
        Figure(
            .stationsKnown, title: Phrase(zh: "驿站总数", en: "Stations known"), short: Phrase(zh: "驿站", en: "Known"),
            sentence: Phrase(zh: "区里登记且没有关闭的驿站。", en: "Stations that the district has named and not closed."),
            unit: .stations),
        Figure(
            .stationsHeard, title: Phrase(zh: "有消息的驿站", en: "Stations heard from"),
            short: Phrase(zh: "有消息", en: "Heard"),
            sentence: Phrase(
                zh: "期末（或今天，取其早）之前 \(quietDaysMax) 天内或之后，有它写下或签收的内容到达本机的驿站。",
                en:
                    "Stations of which something written or signed on the period's last day, on today if that is earlier, "
                    + "or within the \(quietDaysMax) days before it, or later, has reached this device."),
            unit: .stations),
    ]

    private static let services = [
        Figure(
            .visits, title: Phrase(zh: "进站服务", en: "Visits"), short: Phrase(zh: "进站", en: "Visits"),
            sentence: Phrase(
                zh: "日期在期内的进站服务记录数；一条记录有几项服务，就在几项下各计一次。",
                en: "Visit records dated within the period; one with several services counts under each of them."),
            unit: .times, form: "visit", kinds: .eachOf("services")),
        Figure(
            .packs, title: Phrase(zh: "发放物资", en: "Packs handed out"), short: Phrase(zh: "物资", en: "Packs"),
            sentence: Phrase(
                zh: "日期在期内的物资发放记录的数量之和，没写数量的按 0 计。",
                en: "The sum of the quantities of handouts dated within the period; one without a quantity counts 0."),
            unit: .packs, form: "handout", measure: .sum(of: "quantity"), kinds: .field("item")),
        Figure(
            .activities, title: Phrase(zh: "活动", en: "Activities"), short: Phrase(zh: "活动", en: "Activities"),
            sentence: Phrase(zh: "日期在期内的活动记录数。", en: "Activity records dated within the period."),
            unit: .activities, form: "activity", kinds: .field("kind")),
    ]

    private static let issues = [
        Figure(
            .issuesRaised, title: Phrase(zh: "提出的诉求", en: "Issues raised"), short: Phrase(zh: "提出", en: "Raised"),
            sentence: Phrase(
                zh: "日期在期内的诉求记录数，不论办理状态。", en: "Issue records dated within the period, whatever their status."),
            unit: .issues, form: "issue", kinds: .field("kind")),
        Figure(
            .issuesResolved, title: Phrase(zh: "解决的诉求", en: "Issues resolved"), short: Phrase(zh: "解决", en: "Resolved"),
            sentence: Phrase(
                zh: "状态为“已解决”且办结日期在期内的诉求记录数，不论何时提出。",
                en: "Issue records with the status resolved, closed within the period, whenever they were raised."),
            unit: .issues, form: "issue", day: "closed_on", kinds: .field("kind"), condition: ("status", "resolved")),
        Figure(
            .daysToResolveMedian, title: Phrase(zh: "解决天数（中位数）", en: "Days to resolve (median)"),
            short: Phrase(zh: "天数", en: "Days"),
            sentence: Phrase(
                zh: "期内解决的诉求，从提出到办结的天数的中位数；条数为偶数时取中间两个的平均。",
                en: "Of the issues resolved within the period the median of the days from date to closing; of an even "
                    + "number the mean of the middle two."),
            unit: .days, form: "issue", measure: .medianDays(from: "date", to: "closed_on"), day: "closed_on",
            kinds: .field("kind"), condition: ("status", "resolved")),
        Figure(
            .talks, title: Phrase(zh: "恳谈会", en: "Talks"), short: Phrase(zh: "恳谈", en: "Talks"),
            sentence: Phrase(zh: "日期在期内的恳谈会记录数。", en: "Records of talks dated within the period."),
            unit: .talks, form: "talk", kinds: .field("season")),
    ]

    private static let people = [
        Figure(
            .microservices, title: Phrase(zh: "微服务（五个随手）", en: "Micro-services"),
            short: Phrase(zh: "微服务", en: "Services"),
            sentence: Phrase(zh: "日期在期内的微服务记录数。", en: "Micro-service records dated within the period."),
            unit: .services, form: "microservice", kinds: .field("kind")),
        Figure(
            .volunteerHours, title: Phrase(zh: "志愿服务时长", en: "Volunteer hours"), short: Phrase(zh: "时长", en: "Hours"),
            sentence: Phrase(
                zh: "日期在期内的志愿服务记录的小时数之和，没写时长的按 0 计。",
                en: "The sum of the hours of volunteer shifts dated within the period; one without hours counts 0."),
            unit: .hours, form: "shift", measure: .sum(of: "hours"), kinds: .field("team")),
        Figure(
            .honours, title: Phrase(zh: "荣誉", en: "Honours"), short: Phrase(zh: "荣誉", en: "Honours"),
            sentence: Phrase(zh: "日期在期内的荣誉记录数。", en: "Honour records dated within the period."),
            unit: .honours, form: "honour", kinds: .field("title")),
        Figure(
            .peopleHonoured, title: Phrase(zh: "受表彰人数", en: "People honoured"), short: Phrase(zh: "表彰", en: "Honoured"),
            sentence: Phrase(
                zh: "日期在期内的荣誉记录的人数之和，没写人数的按 0 计。",
                en: "The sum of the people of honours dated within the period; one without a number counts 0."),
            unit: .people, form: "honour", measure: .sum(of: "people"), kinds: .field("title")),
    ]
}

extension Figure {
    fileprivate init(
        _ id: FigureID, title: Phrase, short: Phrase, sentence: Phrase, unit: Unit, form: String? = nil,
        measure: Measure = .records, day: String = "date", kinds: Kinds = .none,
        condition: (field: String, code: String)? = nil
    ) {
        self.init(
            id: id, title: title, shortTitle: short, sentence: sentence, unit: unit, form: form, measure: measure,
            day: day, kinds: kinds,
            condition: condition)
    }
}
