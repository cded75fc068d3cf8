using System.Collections.Concurrent;
using Layers.Application.Keys;
using Layers.Infrastructure.Keys;
using Layers.Testing;

namespace Layers.Infrastructure.Tests.Keys;

public sealed class LookupLaneTests
{
    private readonly ConcurrentQueue<string[]> statements = new();
    private readonly TaskCompletionSource database = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly LookupLane lane;

    public LookupLaneTests() => lane = new LookupLane(Ask, TimeSpan.Zero, TimeProvider.System);

    [Fact]
    public async Task LookUps_ThatArriveWhileOneRuns_ShareTheNextStatement()
    {
        var first = LookUp("first");
        await Eventually.Holds(() => Task.FromResult(statements.Count == 1), "a statement runs");
        var others = Enumerable.Range(0, 200).Select(index => LookUp($"other {index % 150}")).ToList();

        database.SetResult();

        (await first.InTime()).Credential.Should().BeNull();
        (await Task.WhenAll(others).InTime()).Should().OnlyContain(answer => !answer.IsRefused && answer.Credential == null);
        statements.Select(statement => statement.Length).Should().Equal(1, 150);
    }

    [Fact]
    public async Task LookUps_ThatAreTooMany_AreRefusedAtOnce_AndTheNextOnesNot()
    {
        _ = LookUp("first");
        await Eventually.Holds(() => Task.FromResult(statements.Count == 1), "a statement runs");
        var gathered = Enumerable.Range(0, 1_000).Select(index => LookUp($"{index}")).ToList();

        (await LookUp("one too many").InTime()).IsRefused.Should().BeTrue();

        database.SetResult();
        await Task.WhenAll(gathered).InTime();
        (await LookUp("later").InTime()).IsRefused.Should().BeFalse();
    }

    [Fact]
    public async Task Failure_IsThatOfEveryOneWhoShares_AndTheLaneGoesOn()
    {
        var first = LookUp("first");
        await Eventually.Holds(() => Task.FromResult(statements.Count == 1), "a statement runs");

        database.SetException(new TimeoutException());

        await first.Invoking(task => task.InTime()).Should().ThrowAsync<TimeoutException>();
        await LookUp("second").Invoking(task => task.InTime()).Should().ThrowAsync<TimeoutException>();
        statements.Should().HaveCount(2);
    }

    private Task<CredentialLookup> LookUp(string keyId) => lane.LookUp(keyId, CancellationToken.None);

    private async Task<IReadOnlyDictionary<string, Credential>> Ask(string[] keyIds)
    {
        statements.Enqueue(keyIds);
        await database.Task;
        return new Dictionary<string, Credential>();
    }
}
