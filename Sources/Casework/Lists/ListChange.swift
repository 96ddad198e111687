public import FormEngine
public import Foundations

/// A checked version of a code list, or of the places, on its way into use, with what it changes in forms.
public struct ListChange: Sendable {
    public enum Target: Sendable {
        /// A new version. The id is made by whoever publishes, so that sending twice publishes once.
        case new(UUIDv7, contents: [UInt8])
        /// One that was in use before; nil for the standard one. The id is made by whoever goes back, so that sending twice
        /// goes back once.
        case earlier(UUIDv7?, id: UUIDv7)
    }

    /// A form that carries the list.
    public struct Form: Sendable {
        public enum Target: Sendable {
            /// A new version, as an .xlsx workbook.
            case new(workbook: [UInt8])
            /// An earlier version that asks the same; nil for the standard one.
            case earlier(UUIDv7?)
        }

        public let definition: FormDefinition
        public let target: Target
        /// What was in use when it was compared.
        public let base: UUIDv7?

        public init(definition: FormDefinition, target: Target, base: UUIDv7?) {
            self.definition = definition
            self.target = target
            self.base = base
        }
    }

    public let list: String
    public let target: Target
    public let note: String
    /// What was in use when it was compared: nil for the standard version.
    public let base: UUIDv7?
    public let forms: [Form]
    /// The book that is served afterwards; nil for a list that is none of places.
    public let places: PlaceBook?

    /// What shall be in use; nil for the standard version.
    var publication: UUIDv7? {
        switch target {
        case .new(let id, _): id
        case .earlier(let id, _): id
        }
    }

    var goesBack: Bool { if case .earlier = target { true } else { false } }

    public init(list: String, target: Target, note: String, base: UUIDv7?, forms: [Form], places: PlaceBook?) {
        self.list = list
        self.target = target
        self.note = note
        self.base = base
        self.forms = forms
        self.places = places
    }
}

/// The versions of code lists that were put into use at this site, and which are now.
public struct ListHistory: Sendable {
    /// Newest first, over all lists; without their contents.
    public let publications: [Publication]
    /// List → the publication in use. Lists that are not named are as they came with the box.
    public let inUse: [String: UUIDv7]

    /// The number that the next version of a list gets; the standard one is 1.
    public func nextVersion(of list: String) -> Int {
        (publications.filter { $0.name == list }.map(\.version).max() ?? 1) + 1
    }
}
