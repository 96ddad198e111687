import Casework
import FormEngine

/// Which profile is asked at a site and what the others would ask, as the API and the command answer it.
public struct ProfileReport: Encodable, Sendable {
    public struct Profile: Encodable, Sendable {
        public var name: String
        public var title: [String: String]
        public var hint: [String: String]
        /// Standard forms that it offers, and the questions in them as they are in use here.
        public var forms: Int
        public var questions: Int
    }

    public var inUse: String
    /// Named by whoever switches: the version of the record that says what is in use; 0 where nothing was ever chosen.
    public var base: Int
    public var profiles: [Profile]

    public init(_ open: OpenSite) throws {
        let shelf = open.desk.shelf
        let library = open.desk.forms
        let chosen = try open.desk.profileInUse()
        inUse = (shelf.profiles.first { $0.name == chosen.name } ?? shelf.profiles.last)?.name ?? ""
        base = chosen.place
        let last = shelf.profiles.last?.name
        profiles = shelf.profiles.map { profile in
            let forms = profile.forms.compactMap { library.asked($0) }
            let questions = forms.reduce(0) { $0 + $1.questions(in: profile.name == last ? nil : profile.name) }
            return Profile(name: profile.name, title: profile.titles, hint: profile.hints, forms: forms.count, questions: questions)
        }
    }
}
