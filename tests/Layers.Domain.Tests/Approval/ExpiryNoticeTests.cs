using Layers.Domain.Approval;
using Layers.Domain.Content;
using Layers.Domain.Tests.Content;
using NodaTime;

namespace Layers.Domain.Tests.Approval;

public sealed class ExpiryNoticeTests
{
    private static readonly ReviewWindow Window = ReviewWindow.Parse("PT5H");
    private static readonly Instant Deadline = SomeContainer.Born + Duration.FromHours(5);
    private static readonly Instant Time = Deadline - Duration.FromMinutes(30);

    [Theory]
    [InlineData(0.1, 3_600, "PT5H", 1_800_000)]
    [InlineData(0.1, 3_600, "PT10H", 3_600_000)]
    [InlineData(0.1, 3_600, "PT24H", 3_600_000)]
    [InlineData(0.1, 3_600, "P365D", 3_600_000)]
    [InlineData(0.1, 3_600, "PT7S", 700)]
    [InlineData(0.1, 3_600, "PT1S", 100)]
    [InlineData(0.29, 3_600, "PT100S", 29_000)]
    [InlineData(0.0001, 3_600, "PT1S", 0)]
    [InlineData(1, 3_600, "PT30M", 1_800_000)]
    [InlineData(0.5, 180, "PT4M", 120_000)]
    [InlineData(0.5, 180, "PT24H", 180_000)]
    public void Lead_IsAShareOfTheWindow_ButNoLongerThanAtMost(double share, int atMostSeconds, string window, long milliseconds) =>
        new ExpiryNotice(share, Duration.FromSeconds(atMostSeconds)).LeadOf(ReviewWindow.Parse(window)).Should().Be(Duration.FromMilliseconds(milliseconds));

    [Theory]
    [InlineData(ContainerStatus.Completed, ApprovalStatus.Pending, true)]
    [InlineData(ContainerStatus.Completed, ApprovalStatus.NotRequired, false)]
    [InlineData(ContainerStatus.Completed, ApprovalStatus.Approved, false)]
    [InlineData(ContainerStatus.Completed, ApprovalStatus.Rejected, false)]
    [InlineData(ContainerStatus.Queued, ApprovalStatus.Pending, false)]
    [InlineData(ContainerStatus.Processing, ApprovalStatus.Pending, false)]
    [InlineData(ContainerStatus.Failed, ApprovalStatus.Pending, false)]
    [InlineData(ContainerStatus.Canceled, ApprovalStatus.Pending, false)]
    public void Notice_IsForWhatSilenceCanApprove(ContainerStatus status, ApprovalStatus approval, bool isTold)
    {
        var container = SomeContainer.In(status, approval);

        container.NoteExpiring(Window, ExpiryNotice.Default, Time).Should().Be(isTold);

        container.State.ExpiringRaisedAt.Should().Be(isTold ? Time : null);
        container.Revision.Should().Be(7);
    }

    [Fact]
    public void Notice_IsNotForAnArchivedProject() =>
        SomeContainer.In(ContainerStatus.Completed, ApprovalStatus.Pending, archived: true).NoteExpiring(Window, ExpiryNotice.Default, Time).Should().BeFalse();

    [Fact]
    public void Notice_WithoutAWindow_IsNone() => Pending().NoteExpiring(window: null, ExpiryNotice.Default, Time).Should().BeFalse();

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(1_800_000, true)]
    [InlineData(99_999_999, true)]
    public void Notice_HasItsTime(int millisecondsAfter, bool isTold) =>
        Pending().NoteExpiring(Window, ExpiryNotice.Default, Time + Duration.FromMilliseconds(millisecondsAfter)).Should().Be(isTold);

    [Fact]
    public void Notice_OfWhatIsHeld_WaitsForTheRelease()
    {
        var container = Pending();
        container.Hold(RevisionCondition.None, Time);
        container.NoteExpiring(Window, ExpiryNotice.Default, Deadline).Should().BeFalse();

        container.Release(RevisionCondition.None, Deadline);

        container.NoteExpiring(Window, ExpiryNotice.Default, Deadline).Should().BeTrue();
    }

    [Fact]
    public void Notice_ComesOnce_WhateverTheClockDoes()
    {
        var container = Pending();
        container.NoteExpiring(Window, ExpiryNotice.Default, Time).Should().BeTrue();
        container.Hold(RevisionCondition.None, Time);
        container.Release(RevisionCondition.None, Time + Duration.FromDays(1));

        container.NoteExpiring(Window, ExpiryNotice.Default, Time + Duration.FromDays(2)).Should().BeFalse();

        container.State.ExpiringRaisedAt.Should().Be(Time);
    }

    private static Container Pending() => SomeContainer.In(ContainerStatus.Completed, ApprovalStatus.Pending);
}
