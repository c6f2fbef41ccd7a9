public import Foundation

/// A model's public life: its stages, its first place and how that went on.
public struct ModelHistory: Sendable, Equatable {
    /// A stage and when it began.
    public struct Stage: Sendable, Equatable {
        /// The stage.
        public let stage: ModelStage
        /// When it began.
        public let since: Date

        /// A stage.
        public init(stage: ModelStage, since: Date) {
            self.stage = stage
            self.since = since
        }
    }

    /// All its stages, in order.
    public let stages: [Stage]
    /// The first place it ever had on a board.
    public let debut: RankPoint?
    /// Its places in order of time, the newest ones where there are very many.
    public let points: [RankPoint]
    /// Whether older points were left out.
    public let isCut: Bool

    /// A history.
    public init(stages: [Stage], debut: RankPoint?, points: [RankPoint], isCut: Bool) {
        self.stages = stages
        self.debut = debut
        self.points = points
        self.isCut = isCut
    }
}
