import ArenaTestSupport
import Ranking
import Testing

@testable import ArenaCore

@Suite struct VoteQueueTests {
    private typealias Queue = VoteQueue<Int>
    private static let start = ContinuousClock.now

    private static func battle(_ outcome: Outcome = .tie, id: Identifier<Battle> = .random()) -> NewBattle {
        NewBattle(
            id: id,
            modelA: ModelID(rawValue: 1),
            modelB: ModelID(rawValue: 2),
            outcome: outcome,
            source: .simulated
        )
    }

    private static func vote(
        _ answer: Int,
        _ battle: NewBattle,
        in stream: Stream = .main,
        seconds: Int = 10
    ) -> Queue.Vote {
        Queue.Vote(
            battle: battle,
            stream: stream,
            arrivedAt: start,
            deadline: start + .seconds(seconds),
            answer: answer
        )
    }

    private static func shown(_ replies: [Queue.Reply]) -> [Int: String] {
        Dictionary(
            uniqueKeysWithValues: replies.map { reply in
                switch reply.result {
                case .success(.appended(let seq)): (reply.answer, "appended \(seq)")
                case .success(.present(let recorded)):
                    (reply.answer, "present \(recorded.seq) \(recorded.outcome.label)")
                case .success(.dangling): (reply.answer, "dangling")
                case .failure(let error): (reply.answer, "\(error.code)")
                }
            }
        )
    }

    @Test func aBatchIsWhatHasArrivedSinceTheLast() {
        var queue = Queue(batchLimit: 3, waitingLimit: 5)
        #expect(queue.beginBatch() == nil)
        let battles = (0..<6).map { _ in Self.battle() }
        for number in 0..<5 {
            let refusal = queue.admit(Self.vote(number, battles[number]))
            #expect(refusal == nil)
        }
        let refusal = queue.admit(Self.vote(5, battles[5]))
        #expect(refusal?.code == .overloaded)
        let first = queue.beginBatch()
        #expect(first?.battles == Array(battles[0..<3]) && first?.stream == .main)
        #expect(queue.waiting.count == 2)
        let replies = queue.settle(Array(battles[0..<3]), [.appended(seq: 7), .appended(seq: 8), .appended(seq: 9)])
        #expect(Self.shown(replies) == [0: "appended 7", 1: "appended 8", 2: "appended 9"])
        let second = queue.beginBatch()
        #expect(second?.battles == Array(battles[3..<5]))
    }

    @Test func streamsAreWrittenApartAndNobodyIsPassedOver() {
        var queue = Queue(batchLimit: 2, waitingLimit: 10)
        let battles = (0..<5).map { _ in Self.battle() }
        for (number, stream) in [Stream.main, .sample, .main, .main, .sample].enumerated() {
            _ = queue.admit(Self.vote(number, battles[number], in: stream))
        }
        var order: [[NewBattle]] = []
        while let batch = queue.beginBatch() {
            order.append(batch.battles)
            _ = queue.settle(batch.battles, batch.battles.map { _ in .appended(seq: 1) })
        }
        #expect(order == [[battles[0], battles[2]], [battles[1], battles[4]], [battles[3]]])
    }

    @Test func votesOnOneBattleAreWrittenOnceAndAnsweredEach() {
        var queue = Queue(batchLimit: 10, waitingLimit: 10)
        let id = Identifier<Battle>.random()
        for (number, outcome) in [Outcome.modelA, .modelB, .modelA].enumerated() {
            _ = queue.admit(Self.vote(number, Self.battle(outcome, id: id)))
        }
        let batch = queue.beginBatch()?.battles ?? []
        #expect(batch.map(\.outcome) == [.modelA])
        let replies = queue.settle(batch, [.appended(seq: 4)])
        #expect(Self.shown(replies) == [0: "appended 4", 1: "present 4 model_a", 2: "present 4 model_a"])
    }

    @Test func whoHasWaitedTooLongIsLetGo() {
        var queue = Queue(batchLimit: 2, waitingLimit: 10)
        let battles = (0..<4).map { _ in Self.battle() }
        for number in 0..<4 {
            _ = queue.admit(Self.vote(number, battles[number], seconds: number.isMultiple(of: 2) ? 1 : 9))
        }
        let batch = queue.beginBatch()?.battles ?? []
        let none = queue.expire(at: Self.start)
        #expect(none.isEmpty)
        let late = queue.expire(at: Self.start + .seconds(2))
        #expect(Self.shown(late) == [0: "timeout", 2: "timeout"])
        #expect(queue.awaited(of: batch) == [battles[1]])
        // While the database is away, that is what is said.
        queue.fail(ArenaError(.unavailable, "away"))
        _ = queue.admit(Self.vote(9, Self.battle(), seconds: 1))
        let away = queue.expire(at: Self.start + .seconds(2))
        #expect(Self.shown(away) == [9: "unavailable"])
        // What the database says of a vote that nobody waits for any more is nobody's answer.
        let replies = queue.settle(batch, [.appended(seq: 1), .appended(seq: 2)])
        #expect(Self.shown(replies) == [1: "appended 2"])
        #expect(queue.waiting.map(\.answer) == [3])
    }

    @Test func aBadBattleIsToldApartFromItsNeighbours() {
        var queue = Queue(batchLimit: 4, waitingLimit: 10)
        let battles = (0..<4).map { _ in Self.battle() }
        for number in 0..<4 { _ = queue.admit(Self.vote(number, battles[number])) }
        _ = queue.beginBatch()
        let good = queue.settle(Array(battles[..<2]), [.appended(seq: 1), .appended(seq: 2)])
        #expect(good.map(\.answer) == [0, 1])
        let bad = queue.reject(battles[2], ArenaError(.corrupt, "bad"))
        #expect(Self.shown(bad) == [2: "corrupt"])
        let last = queue.settle([battles[3]], [.appended(seq: 3)])
        #expect(last.map(\.answer) == [3])
    }

    @Test func aClosedQueueTakesInNobody() {
        var queue = Queue(batchLimit: 4, waitingLimit: 10)
        _ = queue.admit(Self.vote(0, Self.battle()))
        queue.close()
        let refusal = queue.admit(Self.vote(1, Self.battle()))
        #expect(refusal?.code == .unavailable)
        #expect(queue.beginBatch()?.battles.count == 1, "what was taken in is written")
    }
}
