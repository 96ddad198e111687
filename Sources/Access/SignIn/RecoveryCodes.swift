/// Ten one-time codes for the day the authenticator or the clock is lost. 50 random bits each, written
/// `ABCDE-FGHJK` in letters and digits that paper keeps apart; only digests are stored.
enum RecoveryCodes {
    static let count = 10
    private static let letters = Array("ABCDEFGHJKLMNPQRSTUVWXYZ23456789")

    static func make(_ random: RandomBytes) -> [String] {
        (0..<count).map { _ in
            let code = random(10).map { letters[Int($0 & 31)] }
            return String(code[..<5]) + "-" + String(code[5...])
        }
    }

    /// What is hashed: upper case without separators, `nil` when it can't be a recovery code.
    static func canonical(_ typed: String) -> String? {
        guard typed.utf8.count <= 32 else { return nil }
        let code = typed.uppercased().filter { $0 != "-" && !$0.isWhitespace }
        return code.count == 10 && code.allSatisfy(letters.contains) ? code : nil
    }
}
