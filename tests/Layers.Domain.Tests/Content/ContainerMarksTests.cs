using Layers.Domain.Content;

namespace Layers.Domain.Tests.Content;

public sealed class ContainerMarksTests
{
    [Fact]
    public void Mark_IsNotedOnceAndRaisesTheRevision()
    {
        var container = SomeContainer.In(ContainerStatus.Completed);

        container.Mark("acme:looked_at", "2026-04-18").Should().BeTrue();
        container.Mark("acme:looked_at", "2026-04-18").Should().BeFalse();

        (container.Revision, container.State.Marks["acme:looked_at"]).Should().Be((8, "2026-04-18"));
    }

    [Fact]
    public void Mark_OfNull_TakesTheNoteAway()
    {
        var container = SomeContainer.In(ContainerStatus.Completed);
        container.Mark("acme:looked_at", "2026-04-18");

        container.Mark("acme:looked_at", null).Should().BeTrue();

        container.State.Marks.Should().BeEmpty();
    }

    [Fact]
    public void Marks_OfOneExtension_LeaveThoseOfOthersTheirRoom()
    {
        var container = SomeContainer.In(ContainerStatus.Completed);
        foreach (var number in Enumerable.Range(1, Container.MostMarks))
            container.Mark($"acme:mark_{number}", "x");

        container.Invoking(it => it.Mark("acme:one_more", "x")).Should().Throw<DomainException>().WithMessage("Container has 32 marks of acme and takes no more of them.");
        container.Mark("acme:mark_1", "y").Should().BeTrue();
        container.Mark("other:mark", "x").Should().BeTrue();
    }

    [Theory]
    [InlineData("", "x")]
    [InlineData("looked_at", "x")]
    public void Mark_WithoutTheNameOfAnExtension_IsRefused(string name, string value) =>
        SomeContainer.In(ContainerStatus.Completed).Invoking(container => container.Mark(name, value)).Should().Throw<ArgumentException>();

    [Fact]
    public void Mark_InAnArchivedProject_IsRefused() =>
        SomeContainer.In(ContainerStatus.Completed, archived: true).Invoking(container => container.Mark("acme:x", "y")).Should().Throw<DomainException>();
}
