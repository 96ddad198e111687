/// The name that an attachment is shown and handed out under.
public enum FileName {
    /// What is left of a name that somebody's machine gave: no folders, nothing that cannot be seen or that turns the
    /// reading direction, no leading dot, at most 80 characters, and the ending of the type. Empty where nothing is left.
    public static func cleaned(_ name: String, as type: MediaType) -> String {
        var base = name.unicodeScalars.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map { String(String.UnicodeScalarView($0)) } ?? ""
        if let dot = base.lastIndex(of: "."), base.distance(from: dot, to: base.endIndex) <= 6 { base = String(base[..<dot]) }
        let scalars = base.unicodeScalars.filter { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
            default: !forbidden.contains(scalar)
            }
        }
        let words = String(String.UnicodeScalarView(scalars)).split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let kept = String(words.drop { $0 == "." || $0 == " " }.prefix(80))
        return kept.isEmpty ? "" : kept + "." + type.ending
    }

    private static let forbidden: Set<Unicode.Scalar> = ["\"", "<", ">", ":", "|", "?", "*", ";", "%"]
}
