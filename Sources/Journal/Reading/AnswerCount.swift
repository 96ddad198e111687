public import Foundations
public import GRDB

/// How many records of a form hold an answer, per field and per choice.
public struct AnswerCount: Sendable, Equatable {
    /// Records of the form looked at.
    public private(set) var records = 0
    /// Field → records that hold an answer to it.
    public private(set) var fields: [String: Int] = [:]
    /// Field → choice → records that hold it.
    public private(set) var choices: [String: [String: Int]] = [:]

    public init() {}

    mutating func add(_ record: PartialRecord) {
        records += 1
        for (name, value) in record.fields where value != .null {
            fields[name, default: 0] += 1
            if case .list(let values) = value {
                for word in Set(values.compactMap(\.text)) { choices[name, default: [:]][word, default: 0] += 1 }
            } else if let word = value.text, word.utf8.count <= 100 {
                choices[name, default: [:]][word, default: 0] += 1
            }
        }
    }
}

extension JournalStore {
    /// Counts in slices of `slice` numbers, each with a snapshot of its own, so that saves never wait and the log can be
    /// brought in meanwhile; what is saved during the count may or may not be in it. Reads every record row once. Blocks.
    /// - Parameters:
    ///   - fields: those to look at; choices are kept for `selects` among them.
    ///   - goesOn: asked between slices; false ends the count.
    /// - Returns: nil when it was ended before its end.
    public func countAnswers(of kind: String, fields: [String], selects: Set<String>, slice: Int64 = 4_000,
                             goesOn: () -> Bool) throws(JournalError) -> AnswerCount? {
        let plain = FieldChoice(fields)
        var count = AnswerCount()
        var after: Int64 = 0
        let last = try read { db in try PartialRecord.highestNumber(db) }
        while after < last {
            guard goesOn() else { return nil }
            let upTo = after + slice
            count = try read { [count] db in
                var next = count
                try PartialRecord.scan(db, kind: kind, after: after, upTo: upTo, plain) { record in
                    var record = record
                    for (name, value) in record.fields where !selects.contains(name) && value != .null { record.fields[name] = .bool(true) }
                    next.add(record)
                }
                return next
            }
            after = upTo
        }
        return count
    }
}
