/// Handing a dossier to another worker, agency or district. Until somebody has accepted it, whoever offers it still answers for the child.
public enum TransferStatus: String, StepStatus {
    /// A worker wants to hand it over; nobody has authorised it.
    case proposed
    case offered
    case accepted, refused
    case takenBack = "taken_back"

    public enum Event: String, CaseIterable, Sendable {
        case authorise, withhold, accept, refuse
        case takeBack = "take_back"
        case offerAgain = "offer_again"
    }

    public static let process = "transfer"
    public static let start = TransferStatus.proposed

    public static let table: [Transition<TransferStatus>] = [
        .init(.proposed, .authorise, .offered, by: [.approves]),
        .init(.proposed, .withhold, .takenBack, by: [.approves], needs: [.reason]),
        .init(.proposed, .takeBack, .takenBack, by: [.worksCase, .approves]),
        .init(.offered, .accept, .accepted, by: [.receivesTransfer]),
        .init(.offered, .refuse, .refused, by: [.receivesTransfer], needs: [.reason]),
        .init(.offered, .takeBack, .takenBack, by: [.worksCase, .approves]),
        .init(.refused, .offerAgain, .offered, by: [.approves]),
    ]

    /// Taken back while it was accepted elsewhere: the first decides, so that one side and only one answers for the child.
    public var protection: Int { 0 }
}
