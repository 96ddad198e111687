/// How many records a change of a form or list touches, as it is told to whoever makes it. They may keep forms without a right
/// to read one record, and one record with a rare answer would say it of one child: one to nine records are told as nine,
/// in words "fewer than 10".
public enum TouchedRecords {
    public static let few = 9

    public static func told(_ count: Int) -> Int { count == 0 ? 0 : max(count, few) }

    /// "no records", "fewer than 10 records", "1204 records".
    public static func words(_ told: Int) -> String {
        told == 0 ? "no records" : told <= few ? "fewer than \(few + 1) records" : "\(told) records"
    }
}
