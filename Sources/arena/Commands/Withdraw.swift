import ArenaCore
import ArenaStore
import ArgumentParser
import Foundation

/// `arena exclude`: takes battles out of every board, by an entry in the log.
struct Exclude: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Take battles out of every board; an entry in the log says why and by whom.",
        discussion: "Nothing is deleted: `arena reinstate` undoes it."
    )
    @OptionGroup var withdrawal: WithdrawalOptions

    func run() async throws { try await withdrawal.append(.exclusion) }
}

/// `arena reinstate`: lets excluded battles count again.
struct Reinstate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Let excluded battles count again; an entry in the log says why and by whom."
    )
    @OptionGroup var withdrawal: WithdrawalOptions

    func run() async throws { try await withdrawal.append(.reinstatement) }
}

/// What both directions need.
struct WithdrawalOptions: ParsableArguments {
    @Argument(help: "The battles' names (UUIDs), as the vote's reply or the log gives them.") var battles: [String]
    @Option(help: "Why, for whoever reads the log.") var reason: String
    @Option(help: "Who does it. Default: the system user.") var actor: String?
    @OptionGroup(title: "Database") var database: DatabaseOptions
    @OptionGroup(title: "Common") var common: CommonOptions

    func append(_ kind: Withdrawal.Kind) async throws {
        let actor = self.actor ?? NSUserName()
        guard !reason.isEmpty, !actor.isEmpty else { throw ValidationError("--reason and --actor must say something.") }
        let withdrawals = try battles.map { text in
            guard let uuid = UUID(uuidString: text) else {
                throw ValidationError("\(text) is not the name of a battle: a UUID is wanted.")
            }
            return Withdrawal(kind: kind, battle: Identifier(uuid: uuid), reason: reason, actor: actor)
        }
        let setup = try await CommandSetup(database, common)
        try await CommandRunner.withDatabase(setup, purpose: "arena \(kind.rawValue)") { database in
            let stream = try await PostgresCatalogueStore(pool: database.pool).catalogue().stream
            try await PostgresBattleLog(pool: database.pool).append(withdrawals, to: stream)
            try Console.result("\(Numbers.counted(withdrawals.count, "entry", "entries")) written to the log.\n")
        }
    }
}
