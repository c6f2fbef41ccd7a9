import Synchronization

/// The draws of voters who want prompts of a certain kind, made when one is first asked for and kept while they hold.
final class ChosenDraws: Sendable {
    private struct Kept {
        /// The pairs, for as long as the catalogue stays.
        var offer: PairsOnOffer
        /// The draws, for as long as the board stays.
        var draws: DrawTable
        var revision: Int
    }

    /// How many kinds are kept.
    private static let limit = 64

    private let kept = Mutex<[PromptChoice: Kept]>([:])

    /// The draws of a kind: the pairs that both answered such a prompt, with the probabilities among them.
    func draws(of choice: PromptChoice, in state: ArenaState) -> DrawTable {
        let known = kept.withLock { $0[choice] }
        if let known, known.revision == state.revision { return known.draws }
        // Made beside the lock: whoever wants another kind need not wait.
        let isSame =
            known?.offer.catalogue.revision == state.catalogue.revision
            && known?.offer.catalogue.stream == state.catalogue.stream
        let offer = isSame ? known?.offer : nil
        let pairs = offer ?? PairsOnOffer(state.catalogue, choice: choice)
        let draws = DrawTable(pairs, cells: state.cells)
        kept.withLock { kept in
            if kept.count >= Self.limit, kept[choice] == nil { kept.removeAll() }
            kept[choice] = Kept(offer: pairs, draws: draws, revision: state.revision)
        }
        return draws
    }
}
