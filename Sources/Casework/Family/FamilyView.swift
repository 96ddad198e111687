public import Foundations

/// A family as one person may see it: brothers and sisters with their dossiers, parents and other people of the family, who
/// represents the children. Telephone numbers and addresses of people stay in the dossiers, behind the safe-contact rule.
public struct FamilyView: Sendable {
    public struct Child: Sendable {
        public let dossier: UUIDv7
        public let summary: ChildSummary
        /// A partial date (EDTF) where it may be seen.
        public let birthDate: String?
        /// Of the child's own record: what a change for several names as seen.
        public let version: Int
        /// The link to the family: place in it, whether the child lives there.
        public let member: ShownRecord
        /// together, apart, unconfirmed, in-care. Care that this person may not know of reads as unconfirmed.
        public let household: String
        /// Who wrote the day on which living together was confirmed.
        public let confirmedBy: UUIDv7?
        /// Of address, lives_with, place and temporary_address, what this person may change, sorted.
        public let mayMove: [String]
    }

    /// Somebody named in one or more of the dossiers. Records of several children are joined where name and relation are the same.
    public struct Relative: Sendable {
        public struct Mention: Sendable {
            public let dossier: UUIDv7
            public let record: UUIDv7
        }

        /// The oldest of the records.
        public let id: UUIDv7
        /// Nil where it may not be seen.
        public let name: String?
        public let relation: String?
        public let vital: String?
        public let age: Int?
        /// In which dossiers, and as which record there.
        public let of: [Mention]
        /// Dossiers of the children with whom this person is said to live.
        public let livesWith: [UUIDv7]
        /// Dossiers of the children for whom this person cares now.
        public let caresFor: [UUIDv7]
    }

    public struct Representative: Sendable {
        public let record: UUIDv7
        public let dossier: UUIDv7
        public let name: String?
        public let relation: String?
        public let legalBasis: String?
        public let from: String?
        public let until: String?
    }

    public let family: ShownRecord
    /// Oldest first, those whose birth is not known last.
    public let children: [Child]
    /// In the order in which they were first written down.
    public let relatives: [Relative]
    public let representatives: [Representative]
    /// Names this state of the family for this person; changes whenever anything shown does.
    public let tag: String
}
