/// Why an erasure or a legal hold is not asked for or not confirmed, as things stand. Said only to somebody who sees the child.
public enum ErasureRefusal: String, Sendable, Equatable, CaseIterable {
    case held
    case notHeld = "not-held"
    /// A case is not closed yet.
    case openCase = "open-case"
    /// The child lives in care that this file answers for.
    case inCare = "in-care"
    /// Where an adopted child comes from is kept for ever.
    case adoptionOrigin = "adoption-origin"
    case mergeOpen = "merge-open"
    /// A merging was undone and papers of another child still lie in this one's keeping.
    case holdsOthers = "holds-others"
    case asked
    case tooEarly = "too-early"
    case lapsed
    case own
    /// Something in the dossier changed since it was asked for.
    case changed
    case notOpen = "not-open"
    /// The number that was typed is not the case's.
    case number
    /// The child's own record or a case is no single paper.
    case wholeFile = "whole-file"
    /// A ground that does not go with what is asked for.
    case ground
    /// The store could not be changed now; it is tried again.
    case notCarriedOut = "not-carried-out"

    public var code: String { "erasure-" + rawValue }

    var whatHappened: String {
        switch self {
        case .held: "A legal hold lies on this file; nothing of it may be erased."
        case .notHeld: "No legal hold lies on this file."
        case .openCase: "A case in this file is not closed."
        case .inCare: "The child lives in care that was arranged in this file."
        case .adoptionOrigin: "This file says where an adopted child comes from; that is kept for ever."
        case .mergeOpen: "Somebody has proposed to merge this file with another; nobody has decided yet."
        case .holdsOthers: "Papers that belong to another child are kept with this file since a merging was undone."
        case .asked: "Somebody has asked for this already."
        case .tooEarly: "The days in which somebody can object are not over."
        case .lapsed: "It was asked for so long ago that it no longer counts."
        case .own: "You asked for this; a second person must confirm it."
        case .changed: "Something in this file changed since it was asked for."
        case .notOpen: "This was decided or taken back meanwhile."
        case .number: "That is not the number of a case in this file."
        case .wholeFile: "The child’s own record or a case cannot go alone."
        case .ground: "That ground does not go with what is asked for."
        case .notCarriedOut: "It was confirmed, but could not be carried out now."
        }
    }

    var whatToDo: String {
        switch self {
        case .held: "Ask whoever set the hold; two persons can end it."
        case .notHeld: "Reload the page to see how things stand."
        case .openCase: "Close the case first, or leave the file as it is."
        case .inCare: "Record where the child went before the file is erased."
        case .adoptionOrigin: "Set a legal hold on it instead."
        case .mergeOpen: "Decide about the merging first."
        case .holdsOthers: "Erase that child’s file on its own ground, or keep both."
        case .asked: "Open what was asked for; somebody other than its author can confirm it."
        case .tooEarly: "Come back on the day that is named."
        case .lapsed: "Ask again."
        case .own: "Ask a colleague who may confirm and sees the child."
        case .changed: "Look at the file again, refuse what was asked, and ask anew if it still holds."
        case .notOpen: "Open the list to see how things stand."
        case .number: "Type the number that stands in the file."
        case .wholeFile: "Ask for the whole file to be erased, or correct the answers in it."
        case .ground: "Choose a ground from the list."
        case .notCarriedOut: "Nothing needs to be done: the box tries again by itself within the hour."
        }
    }
}
