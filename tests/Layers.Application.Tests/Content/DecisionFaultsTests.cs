using Layers.Application.Content;

namespace Layers.Application.Tests.Content;

public sealed class DecisionFaultsTests
{
    private static readonly DecisionItem Good = new() { Id = Text($"cnt_{Guid.NewGuid()}"), Action = Text("approve") };

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(200, true)]
    [InlineData(201, false)]
    public void Decisions_AreOneTo200(int count, bool isGood) =>
        PathsOf([.. Enumerable.Repeat(Good, count)]).Should().Equal(isGood ? [] : ["decisions"]);

    [Fact]
    public void Remark_IsTheOneThatTheActionKnows()
    {
        var tooLong = Text(new string('a', Domain.Content.Decision.LongestRemark + 1));

        PathsOf(Good with { Note = tooLong }).Should().Equal("decisions[0].note");
        PathsOf(Good with { Action = Text("reject"), Reason = tooLong }).Should().Equal("decisions[0].reason");
        PathsOf(Good with { Action = Text("reject"), Reason = Text("") }).Should().Equal("decisions[0].reason");
        PathsOf(Good with { Action = Text("Approve"), Reason = tooLong }).Should().Equal("decisions[0].action");
    }

    [Fact]
    public void Remark_ThatTheActionDoesNotKeep_IsRefused_UnlessItIsNull()
    {
        PathsOf(Good with { Reason = Text("Old logo.") }).Should().Equal("decisions[0].reason");
        PathsOf(Good with { Action = Text("reject"), Note = Text("Nice."), Reason = Text("No.") }).Should().Equal("decisions[0].note");
        PathsOf(Good with { Note = Text("Nice."), Reason = Optional<string>.Null }).Should().BeEmpty();
        PathsOf(Good with { Action = Text("reject"), Note = Optional<string>.Null, Reason = Text("No.") }).Should().BeEmpty();
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(int.MaxValue, true)]
    [InlineData(int.MaxValue + 1L, false)]
    public void IfMatch_IsARevision(long revision, bool isGood) =>
        PathsOf(Good with { IfMatch = Optional<long>.Of(revision) }).Should().Equal(isGood ? [] : ["decisions[0].ifMatch"]);

    [Theory]
    [InlineData("")]
    [InlineData("cnt_")]
    [InlineData("prj_00000000-0000-0000-0000-000000000001")]
    public void Id_IsAContainers(string id) => PathsOf(Good with { Id = Text(id) }).Should().Equal("decisions[0].id");

    [Fact]
    public void EveryItem_IsLookedAt() =>
        PathsOf(Good, new DecisionItem(), Good with { Id = Optional<string>.Null })
            .Should().Equal("decisions[1].id", "decisions[1].action", "decisions[2].id");

    private static IEnumerable<string> PathsOf(params DecisionItem[] items)
    {
        IReadOnlyList<Optional<DecisionItem>> decisions = [.. items.Select(Optional<DecisionItem>.Of)];
        return DecisionFaults.Of(Optional<IReadOnlyList<Optional<DecisionItem>>>.Of(decisions)).Select(issue => issue.Path);
    }

    private static Optional<string> Text(string text) => Optional<string>.Of(text);
}
