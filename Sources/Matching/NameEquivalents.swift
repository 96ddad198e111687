/// First names that are one name in several languages without sounding alike: David and Daudi, John and Yohana. Data
/// (`assets/standard/name_equivalents.csv`): a line is one name, its forms apart by spaces. Only compared, never looked up: the child must
/// be found by something else. Keys for all forms of common names would fill the look-up of a large site with strangers.
public struct NameEquivalents: Sendable, Equatable {
    /// A file beyond these is refused.
    public static let mostBytes = 64_000
    public static let mostRows = 600
    static let mostForms = 32
    /// Of a form as it is folded: the sounds of the others, each once.
    private var others: [String: [String]] = [:]

    /// None.
    public init() {}

    /// The first line is `names`; lines that begin with # are left out.
    public init(csv: String) throws(LikenessWeightsFault) {
        guard csv.utf8.count <= Self.mostBytes else { throw LikenessWeightsFault(.tooLong, line: 0) }
        let lines = csv.split(omittingEmptySubsequences: false) { $0.isNewline }
        guard lines.count <= Self.mostRows else { throw LikenessWeightsFault(.tooLong, line: lines.count) }
        guard lines.first == "names" else { throw LikenessWeightsFault(.columns, line: 1) }
        for (index, line) in lines.enumerated().dropFirst() where !line.isEmpty && !line.hasPrefix("#") {
            let forms = line.split(separator: " ").flatMap { NamePart.parts(String($0), most: 1) }
            guard (2...Self.mostForms).contains(forms.count) else { throw LikenessWeightsFault(.word, line: index + 1) }
            for form in forms {
                let text = Self.text(form)
                for key in forms.flatMap(\.keys) where !form.keys.contains(key) && !(others[text]?.contains(key) ?? false) {
                    others[text, default: []].append(key)
                }
            }
        }
    }

    /// The sounds of a name's other forms; none where it has no other.
    func keys(of name: NamePart) -> [String] { others.isEmpty ? [] : others[Self.text(name)] ?? [] }

    private static func text(_ part: NamePart) -> String {
        var text = ""
        text.unicodeScalars.append(contentsOf: part.text)
        return text
    }
}
