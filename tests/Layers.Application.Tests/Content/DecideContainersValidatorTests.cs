using Layers.Application.Content;
using Layers.Domain;

namespace Layers.Application.Tests.Content;

public sealed class DecideContainersValidatorTests
{
    private static readonly DecisionItem Good = new() { Id = Text($"cnt_{Guid.NewGuid()}"), Action = Text("approve") };

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(200, true)]
    [InlineData(201, false)]
    public async Task Decisions_AreOneTo200(int count, bool isGood) =>
        (await PathsOf([.. Enumerable.Repeat(Good, count)])).Should().Equal(isGood ? [] : ["decisions"]);

    [Fact]
    public async Task Remark_IsTheOneThatTheActionKnows()
    {
        var tooLong = Text(new string('a', Domain.Content.Decision.LongestRemark + 1));

        (await PathsOf(Good with { Note = tooLong })).Should().Equal("decisions[0].note");
        (await PathsOf(Good with { Action = Text("reject"), Reason = tooLong })).Should().Equal("decisions[0].reason");
        (await PathsOf(Good with { Action = Text("reject"), Reason = Text("") })).Should().Equal("decisions[0].reason");
        (await PathsOf(Good with { Action = Text("Approve"), Reason = tooLong })).Should().Equal("decisions[0].action");
    }

    [Fact]
    public async Task Remark_ThatTheActionDoesNotKeep_IsRefused_UnlessItIsNull()
    {
        (await PathsOf(Good with { Reason = Text("Old logo.") })).Should().Equal("decisions[0].reason");
        (await PathsOf(Good with { Action = Text("reject"), Note = Text("Nice."), Reason = Text("No.") })).Should().Equal("decisions[0].note");
        (await PathsOf(Good with { Note = Text("Nice."), Reason = Optional<string>.Null })).Should().BeEmpty();
        (await PathsOf(Good with { Action = Text("reject"), Note = Optional<string>.Null, Reason = Text("No.") })).Should().BeEmpty();
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(int.MaxValue, true)]
    [InlineData(int.MaxValue + 1L, false)]
    public async Task IfMatch_IsARevision(long revision, bool isGood) =>
        (await PathsOf(Good with { IfMatch = Optional<long>.Of(revision) })).Should().Equal(isGood ? [] : ["decisions[0].ifMatch"]);

    [Theory]
    [InlineData("")]
    [InlineData("cnt_")]
    [InlineData("prj_00000000-0000-0000-0000-000000000001")]
    public async Task Id_IsAContainers(string id) => (await PathsOf(Good with { Id = Text(id) })).Should().Equal("decisions[0].id");

    [Fact]
    public async Task EveryItem_IsLookedAt() =>
        (await PathsOf(Good, new DecisionItem(), Good with { Id = Optional<string>.Null })).Should().Equal("decisions[1].id", "decisions[1].action", "decisions[2].id");

    private static Task<IEnumerable<string>> PathsOf(params DecisionItem[] items)
    {
        IReadOnlyList<Optional<DecisionItem>> decisions = [.. items.Select(Optional<DecisionItem>.Of)];
        return new DecideContainersValidator().PathsOf(
            new DecideContainers(new ProjectId(Guid.NewGuid()), Optional<IReadOnlyList<Optional<DecisionItem>>>.Of(decisions)));
    }

    private static Optional<string> Text(string text) => Optional<string>.Of(text);
}
