/// Why a password was not accepted. No rule asks for digits or signs: length and rarity are what counts.
public enum PasswordFault: String, Sendable, Hashable {
    case tooShort, tooLong, common, pattern, containsName

    var code: String {
        switch self {
        case .tooShort: "password-too-short"
        case .tooLong: "password-too-long"
        case .common: "password-common"
        case .pattern: "password-pattern"
        case .containsName: "password-contains-name"
        }
    }

    var text: String {
        switch self {
        case .tooShort: "A password has at least \(PasswordRules.shortest) characters."
        case .tooLong: "A password has at most \(PasswordRules.longest) characters."
        case .common: "This password is among the first that anybody would try."
        case .pattern: "This password is a row of neighbouring keys or a repetition."
        case .containsName: "A password must not contain your name or user name."
        }
    }
}

public enum PasswordRules {
    public static let shortest = 12
    public static let longest = 256

    /// Counted in characters as people see them, so that Arabic and accented letters count as one.
    public static func check(_ password: String, userName: String, name: String) throws(AccessError) {
        if password.utf8.count > longest * 4 { throw .passwordRefused(.tooLong) }
        if password.count < shortest { throw .passwordRefused(.tooShort) }
        if password.count > longest { throw .passwordRefused(.tooLong) }
        let plain = folded(password)
        for part in [userName] + name.split(whereSeparator: { !$0.isLetter }).map(String.init) {
            let word = folded(part)
            if word.count >= 4, plain.contains(word) { throw .passwordRefused(.containsName) }
        }
        if isPattern(password.lowercased()) { throw .passwordRefused(.pattern) }
        if CommonPasswords.words.contains(where: { consists(plain, of: $0) }) { throw .passwordRefused(.common) }
    }

    /// Lower case with the usual disguises undone (`P4ssw0rd` is read like `password`) and blanks removed.
    fileprivate static func folded(_ text: String) -> String {
        let disguises: [Character: Character] = ["0": "o", "1": "l", "i": "l", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "l"]
        return String(text.lowercased().compactMap { $0.isWhitespace ? nil : disguises[$0] ?? $0 })
    }

    /// A common word stands alone, or with so little around it (digits, signs, itself again) that it carries the whole.
    private static func consists(_ plain: String, of word: String) -> Bool {
        var rest = Substring(plain)
        var found = 0
        var left = 0
        while !rest.isEmpty {
            if rest.hasPrefix(word) {
                found += 1
                rest = rest.dropFirst(word.count)
            } else {
                left += 1
                rest = rest.dropFirst()
            }
        }
        return found > 0 && left <= 6
    }

    /// Few different characters, a short piece repeated, or a walk along keys, alphabet or digits.
    private static func isPattern(_ plain: String) -> Bool {
        let letters = Array(plain)
        if Set(letters).count < 5 { return true }
        for size in 1...max(1, letters.count / 2) where size <= 6 {
            if letters.indices.allSatisfy({ letters[$0] == letters[$0 % size] }) { return true }
        }
        var steps = 0
        for index in letters.indices.dropFirst() where neighbours(letters[index - 1], letters[index]) { steps += 1 }
        return steps * 10 >= (letters.count - 1) * 8
    }

    private static let rows: [[Character]] = [
        Array("`1234567890-="), Array("qwertyuiop[]"), Array("asdfghjkl;'"), Array("zxcvbnm,./"),
        Array("azertyuiop"), Array("qsdfghjklm"), Array("abcdefghijklmnopqrstuvwxyz"),
        Array("ضصثقفغعهخحجد"), Array("شسيبلاتنمكط"),
    ]

    private static let pairs: Set<String> = {
        var out: Set<String> = []
        for row in rows {
            for index in row.indices.dropFirst() {
                out.insert(String([row[index - 1], row[index]]))
                out.insert(String([row[index], row[index - 1]]))
            }
        }
        return out
    }()

    private static func neighbours(_ a: Character, _ b: Character) -> Bool { a == b || pairs.contains(String([a, b])) }
}

/// The words people reach for first. Short on purpose: throttling and length do the rest, and the list has
/// to be read by a reviewer.
private enum CommonPasswords {
    static let words: [String] = plain.split(whereSeparator: \.isWhitespace).map { PasswordRules.folded(String($0)) }

    private static let plain = """
        password passwort motdepasse contrasena senha parola passphrase letmein welcome bienvenue marhaba
        azerty qwerty admin administrator administrateur supervisor changeme changeit secret default kinbox
        childprotection protection socialworker caseworker children enfants family famille unicef primero
        iloveyou jetaime monkey dragon football baseball sunshine princess superman batman master shadow michael
        abc123 123456 123456789 1234567890 qazwsx zaq1xsw2 1q2w3e trustno1 whatever freedom mustang computer
        internet samsung google facebook summer winter spring autumn january december bonjour soleil doudou
        loulou bismillah alhamdulillah mohammed muhammad habibi correcthorsebatterystaple
        """
}
