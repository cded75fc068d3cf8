using Layers.Application.Approval;
using Layers.Domain;
using Layers.Domain.Approval;

namespace Layers.Application.Tests.Approval;

/// <summary>Changing a policy and previewing the change take and refuse the same settings.</summary>
public sealed class PolicySettingsValidatorTests
{
    private static readonly ProjectId Project = new(Guid.NewGuid());

    public static TheoryData<Optional<bool>, Optional<long>, Optional<string>, string[]> Settings => new()
    {
        { default, default, default, [""] },
        { Optional<bool>.Of(true), default, default, [] },
        { Optional<bool>.Of(false), Optional<long>.Of(0), Optional<string>.Null, [] },
        { default, Optional<long>.Null, default, [] },
        { default, Optional<long>.Of(50), Optional<string>.Of("PT24H"), [] },
        { Optional<bool>.Null, default, default, ["requiresApproval"] },
        { default, Optional<long>.Of(-1), default, ["firstNPostsBlocked"] },
        { default, Optional<long>.Of(51), default, ["firstNPostsBlocked"] },
        { default, Optional<long>.Of(long.MaxValue), default, ["firstNPostsBlocked"] },
        { default, default, Optional<string>.Of("P1Y"), ["autoApproveAfter"] },
        { Optional<bool>.Null, Optional<long>.Of(51), Optional<string>.Of(""), ["requiresApproval", "firstNPostsBlocked", "autoApproveAfter"] },
        {
            Optional<bool>.WrongType("must be true or false"), Optional<long>.WrongType("must be a whole number"), Optional<string>.WrongType("must be a string"),
            ["requiresApproval", "firstNPostsBlocked", "autoApproveAfter"]
        },
    };

    [Theory]
    [MemberData(nameof(Settings))]
    public async Task Settings_AreTakenOrRefused(Optional<bool> requires, Optional<long> firstN, Optional<string> window, string[] faults)
    {
        (await new PatchPolicyValidator().PathsOf(new PatchPolicy(Project, Of(requires, firstN, window)))).Should().BeEquivalentTo(faults);
        (await new PreviewPolicyValidator().PathsOf(new PreviewPolicy(Project, Of(requires, firstN, window)))).Should().BeEquivalentTo(faults);
    }

    [Fact]
    public async Task BadWindow_IsRefusedInThePublishedWords()
    {
        var issues = await new PatchPolicyValidator().IssuesOf(new PatchPolicy(Project, Of(default, default, Optional<string>.Of("zq7"))));

        issues.Should().Equal(new Issue("autoApproveAfter", "autoApproveAfter must be ISO-8601 duration (e.g. PT24H, P7D)."));
    }

    [Fact]
    public void Change_TellsAbsentFromNullFromAValue()
    {
        ChangeOf(Optional<bool>.Of(true), default, default).Should().Be(new PolicyChange(true, null, SetsWindow: false, null));
        ChangeOf(default, Optional<long>.Null, default).Should().Be(new PolicyChange(null, 0, SetsWindow: false, null));
        ChangeOf(default, Optional<long>.Of(5), Optional<string>.Null).Should().Be(new PolicyChange(null, 5, SetsWindow: true, null));
        ChangeOf(Optional<bool>.Of(false), default, Optional<string>.Of("P7D"))
            .Should().Be(new PolicyChange(false, null, SetsWindow: true, ReviewWindow.Parse("P7D")));
    }

    private static PolicyChange ChangeOf(Optional<bool> requires, Optional<long> firstN, Optional<string> window) =>
        new PatchPolicy(Project, Of(requires, firstN, window)).ToChange();

    private static PolicySettings Of(Optional<bool> requires, Optional<long> firstN, Optional<string> window) =>
        new() { RequiresApproval = requires, FirstNPostsBlocked = firstN, AutoApproveAfter = window };
}
