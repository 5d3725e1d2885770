package import FieldRecords

/// One number of the season report, and exactly what it counts.
///
/// All of them stand in ``Figures``; nothing else in the program decides what a figure is.
package struct Figure: Sendable {
    /// What the number comes to.
    package enum Measure: Hashable, Sendable {
        /// How many records.
        case records
        /// The sum of a field, in which a record that does not say counts 0.
        case sum(of: String)
        /// The median of the whole days from one date field to another, over the records that have both.
        case medianDays(from: String, to: String)
    }

    package enum Unit: Hashable, Sendable {
        case stations, times, packs, activities, issues, days, talks, services, hours, honours, people
    }

    /// How the records fall into kinds.
    package enum Kinds: Hashable, Sendable {
        case none
        /// By the code, or the text, of a field.
        case field(String)
        /// By each code of a `select_multiple`: a record with three counts under three.
        case eachOf(String)
    }

    package let id: FigureID
    package let title: Phrase
    /// For the head of a column.
    package let shortTitle: Phrase
    /// What is counted, in one sentence.
    package let sentence: Phrase
    package let unit: Unit
    /// Nil for the figures that count stations.
    package let form: String?
    package let measure: Measure
    /// The date field that decides whether a record falls into the period.
    package let day: String
    package let kinds: Kinds
    /// What else must hold: a field and the code it must have.
    package let condition: (field: String, code: String)?

    /// The fields of its form that decide whether a record counts, and for how much.
    package var countedFields: Set<String> {
        var fields = Set([day] + (condition.map { [$0.field] } ?? []))
        switch measure {
        case .records: break
        case .sum(let field): fields.insert(field)
        case .medianDays(let from, let to): fields.formUnion([from, to])
        }
        return fields
    }

    /// The fields of its form that it goes by, what tells kinds apart among them; in the order of their names.
    package var fields: [String] {
        switch kinds {
        case .none: countedFields.sorted()
        case .field(let field), .eachOf(let field): countedFields.union([field]).sorted()
        }
    }
}

/// The names of the figures, which other people's scripts rely on.
package enum FigureID: String, CaseIterable, Sendable {
    case stationsKnown = "stations_known"
    case stationsHeard = "stations_heard"
    case visits
    case packs
    case activities
    case issuesRaised = "issues_raised"
    case issuesResolved = "issues_resolved"
    case daysToResolveMedian = "days_to_resolve_median"
    case talks
    case microservices
    case volunteerHours = "volunteer_hours"
    case honours
    case peopleHonoured = "people_honoured"
}
