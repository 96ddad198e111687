public import Foundations

/// A record as far as limits are concerned.
public struct LimitRecord: Sendable {
    public let id: UUIDv7
    public let form: String
    /// Dates and choices as the forms keep them; a choice of several as words separated by blanks.
    public let fields: [String: String]
    /// When it was written down, and where the local clock stood.
    public let made: WallTime

    public init(id: UUIDv7, form: String, fields: [String: String], made: WallTime) {
        self.id = id
        self.form = form
        self.fields = fields
        self.made = made
    }
}

/// Something that happened on a day, as a record says.
struct Happening: Sendable {
    let record: UUIDv7
    let form: String
    let field: String
    let day: CivilDay
    let madeOn: CivilDay
    /// The moment, in Unix milliseconds, where the record was made on the day itself.
    let moment: Int64?

    /// What `name` finds in the record; nil where it has no such date, or the condition does not hold. Of a date that is known
    /// only to its month or year the latest day counts where it starts a clock, the earliest where it meets a limit: in doubt no alarm.
    init?(_ name: EventName, in record: LimitRecord, latest: Bool) {
        guard name.form == record.form, let text = record.fields[name.field], let date = PartialDate(text) else { return nil }
        if let condition = name.condition {
            let values = (record.fields[condition.field] ?? "").split(separator: " ").map(String.init)
            guard values.contains(condition.value) == condition.isEqual else { return nil }
        }
        self.record = record.id
        form = record.form
        field = name.field
        day = latest ? date.bounds.upperBound : date.bounds.lowerBound
        madeOn = record.made.localDay
        moment = date.day != nil && madeOn == day ? record.made.millis : nil
    }

    /// Those of several names in all records, oldest first, none of a day that has not come: a slip of the hand must not meet a limit.
    static func all(_ names: [EventName], in records: [LimitRecord], latest: Bool, until today: CivilDay) -> [Happening] {
        records.flatMap { record in names.compactMap { Happening($0, in: record, latest: latest) } }
            .filter { $0.day <= today }
            .sorted { ($0.day, $0.record) < ($1.day, $1.record) }
    }

    /// Whether `other` may belong to this: two dates of one form belong together only within one record. The same date of
    /// another record may, such as the next visit.
    func goes(with other: Happening) -> Bool { form != other.form || field == other.field || record == other.record }
}
