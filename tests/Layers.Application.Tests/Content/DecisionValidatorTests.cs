using Layers.Application.Content;
using Layers.Domain;

namespace Layers.Application.Tests.Content;

public sealed class DecisionValidatorTests
{
    private static readonly ContainerId Id = new(Guid.NewGuid());

    [Fact]
    public async Task Note_MayBeAnythingUpTo1024Characters_OrNothing()
    {
        foreach (var note in new[] { default, Optional<string>.Null, Text(""), Text(new string('a', 1_024)), Text(string.Concat(Enumerable.Repeat("😀", 1_024))) })
            (await FaultsOfNote(note)).Should().BeEmpty();
        foreach (var note in new[] { Text(new string('a', 1_025)), Text("\0"), Text("\ud800"), Optional<string>.WrongType("must be a string") })
            (await FaultsOfNote(note)).Should().Equal("note");
    }

    [Fact]
    public async Task Reason_IsOneTo1024Characters()
    {
        foreach (var reason in new[] { Text("a"), Text(new string('a', 1_024)) })
            (await FaultsOfReason(reason)).Should().BeEmpty();
        foreach (var reason in new[] { default, Optional<string>.Null, Text(""), Text(new string('a', 1_025)), Text("\0") })
            (await FaultsOfReason(reason)).Should().Equal("reason");
    }

    [Fact]
    public async Task Caption_MayBeEmptyButMustBeThere()
    {
        foreach (var caption in new[] { Text(""), Text(new string('a', 2_200)), Text(string.Concat(Enumerable.Repeat("😀", 2_200))) })
            (await FaultsOfCaption(caption)).Should().BeEmpty();
        foreach (var caption in new[] { default, Optional<string>.Null, Text(new string('a', 2_201)), Text("a\0"), Text("\udc00") })
            (await FaultsOfCaption(caption)).Should().Equal("caption");
    }

    private static Task<IEnumerable<string>> FaultsOfNote(Optional<string> note) =>
        new ApproveContainerValidator().PathsOf(new ApproveContainer(Id, note, RevisionCondition.None));

    private static Task<IEnumerable<string>> FaultsOfReason(Optional<string> reason) =>
        new RejectContainerValidator().PathsOf(new RejectContainer(Id, reason, RevisionCondition.None));

    private static Task<IEnumerable<string>> FaultsOfCaption(Optional<string> caption) =>
        new CorrectCaptionValidator().PathsOf(new CorrectCaption(Id, caption, RevisionCondition.None));

    private static Optional<string> Text(string text) => Optional<string>.Of(text);
}
