import Foundation

/// How much each agreement tells, as data (`assets/standard/matching.csv`): a country may weigh otherwise.
///
/// A row says how often an agreement is met between two descriptions of the same child, of siblings, of cousins, and of
/// children who have nothing to do with each other. A number may lean on how common the value is at this site:
/// `0.02+0.5f` is 2 % and half the share of children who have it. Rows of one purpose stand over those for both. Rows `threshold`
/// say in the third column from how many children on they count.
public struct LikenessWeights: Sendable, Equatable {
    /// What two descriptions can be to each other.
    enum Kinship: Int, CaseIterable, Sendable { case same, sibling, cousin, unrelated }

    struct Chance: Sendable, Equatable {
        var base: Double
        var ofFrequency: Double

        func value(_ frequency: Double) -> Double { min(0.9999, max(1e-9, base + ofFrequency * frequency)) }
    }

    struct Row: Hashable, Sendable {
        var field: LikenessField
        var agreement: LikenessAgreement
    }

    struct Purpose: Sendable, Equatable {
        var chances: [Row: [Chance]] = [:]
        /// How many of each kinship a description has in the store, in the mean.
        var expected: [Double] = []
        /// The scores from which a child is shown, by how many children there are.
        var thresholds: [Int: Double] = [:]
        /// How many are shown at most.
        var most = 5
        /// Years that a year of birth may be off and still be looked up.
        var years = 1

        /// More children, more strangers who are alike: between two sizes of the table it rises with the logarithm, beyond them it stays.
        func threshold(among children: Int) -> Double {
            let sizes = thresholds.keys.sorted()
            guard let above = sizes.first(where: { $0 >= children }) else { return sizes.last.flatMap { thresholds[$0] } ?? 1 }
            guard let below = sizes.last(where: { $0 < children }), let low = thresholds[below], let high = thresholds[above] else { return thresholds[above] ?? 1 }
            let part = log2(Double(children) / Double(max(1, below))) / log2(Double(above) / Double(max(1, below)))
            return low + (high - low) * part
        }
    }

    var purposes: [LikenessPurpose: Purpose]
    /// What first names are in other languages.
    var equivalents = NameEquivalents()

    public static let columns = ["purpose", "field", "agreement", "same", "sibling", "cousin", "unrelated"]
    /// A file beyond these is refused.
    public static let mostBytes = 64_000
    public static let mostRows = 400

    /// Reads the table: `purpose` is `duplicate`, `tracing` or empty for both. Plain cells without quotes; lines that begin
    /// with # are left out.
    /// - Parameter equivalents: a table of `NameEquivalents`; none where it is nil.
    public init(csv: String, equivalents: String? = nil) throws(LikenessWeightsFault) {
        guard csv.utf8.count <= Self.mostBytes else { throw LikenessWeightsFault(.tooLong, line: 0) }
        let lines = csv.split(omittingEmptySubsequences: false) { $0.isNewline }.map(String.init)
        guard lines.count <= Self.mostRows else { throw LikenessWeightsFault(.tooLong, line: lines.count) }
        guard let head = lines.first, Self.cells(head) == Self.columns else { throw LikenessWeightsFault(.columns, line: 1) }
        var purposes: [LikenessPurpose: Purpose] = [:]
        for isForBoth in [true, false] {
            for (index, line) in lines.enumerated().dropFirst() where !line.isEmpty && !line.hasPrefix("#") {
                let cells = Self.cells(line)
                guard cells.count == Self.columns.count else { throw LikenessWeightsFault(.columns, line: index + 1) }
                guard cells[0].isEmpty == isForBoth else { continue }
                let named = LikenessPurpose(rawValue: cells[0]).map { [$0] } ?? []
                guard isForBoth || !named.isEmpty else { throw LikenessWeightsFault(.word, line: index + 1) }
                for purpose in isForBoth ? LikenessPurpose.allCases : named {
                    try Self.read(cells, line: index + 1, into: &purposes[purpose, default: Purpose()])
                }
            }
        }
        for purpose in LikenessPurpose.allCases {
            guard let read = purposes[purpose], read.expected.count == Kinship.allCases.count, !read.thresholds.isEmpty else {
                throw LikenessWeightsFault(.missing, line: 0)
            }
        }
        self.purposes = purposes
        if let equivalents { self.equivalents = try NameEquivalents(csv: equivalents) }
    }

    private static func read(_ cells: [String], line: Int, into purpose: inout Purpose) throws(LikenessWeightsFault) {
        func number(_ text: String, _ range: ClosedRange<Double>) throws(LikenessWeightsFault) -> Double {
            guard let number = Double(text), range.contains(number) else { throw LikenessWeightsFault(.number, line: line) }
            return number
        }
        switch cells[1] {
        case "expected":
            purpose.expected = []
            for cell in cells[3...] { purpose.expected.append(try number(cell, 0...1_000)) }
        case "threshold":
            let size = cells[2].isEmpty ? 1 : try number(cells[2], 1...100_000_000)
            purpose.thresholds[Int(size)] = try number(cells[3], 0.01...0.99)
        case "most": purpose.most = Int(try number(cells[3], 1...20))
        case "years": purpose.years = Int(try number(cells[3], 0...5))
        default:
            guard let field = LikenessField(rawValue: cells[1]), let agreement = LikenessAgreement(rawValue: cells[2]) else {
                throw LikenessWeightsFault(.word, line: line)
            }
            var chances: [Chance] = []
            for cell in cells[3...] {
                let sum = cell.split(separator: "+")
                var chance = Chance(base: 0, ofFrequency: 0)
                guard (1...2).contains(sum.count) else { throw LikenessWeightsFault(.number, line: line) }
                for term in sum {
                    if term.hasSuffix("f") {
                        chance.ofFrequency = try number(String(term.dropLast()), 0...50)
                    } else {
                        chance.base = try number(String(term), 0...1)
                    }
                }
                chances.append(chance)
            }
            purpose.chances[Row(field: field, agreement: agreement)] = chances
        }
    }

    private static func cells(_ line: String) -> [String] {
        line.split(separator: ",", omittingEmptySubsequences: false).map { String($0.trimmingPrefix { $0 == " " }) }
    }
}

/// Why a table of weights was refused. Nothing was changed: the weights in use stay.
public struct LikenessWeightsFault: Error, Sendable, Equatable {
    public enum Code: String, Sendable {
        case tooLong = "weights-too-long"
        case columns = "weights-columns"
        case word = "weights-unknown-word"
        case number = "weights-number"
        case missing = "weights-missing-rows"
    }

    public let code: Code
    /// Counted from 1; 0 for the whole file.
    public let line: Int

    init(_ code: Code, line: Int) {
        self.code = code
        self.line = line
    }

    /// What to do about it.
    public var recovery: String {
        switch code {
        case .tooLong: "A table of weights has at most 400 rows and 64 kB."
        case .columns: "Each row has the columns \(LikenessWeights.columns.joined(separator: ", ")); take the standard table as a pattern."
        case .word: "Use the purposes, fields and agreements of the standard table."
        case .number: "Write a share from 0 to 1, or one that leans on how common a value is: 0.02+0.5f."
        case .missing: "Each purpose needs the rows `expected` and `threshold`."
        }
    }
}
