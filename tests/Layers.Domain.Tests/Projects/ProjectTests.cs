using Layers.Domain.Projects;
using NodaTime;

namespace Layers.Domain.Tests.Projects;

public sealed class ProjectTests
{
    private static readonly Instant Before = Instant.FromUtc(2026, 4, 10, 12, 0);
    private static readonly Instant Now = Instant.FromUtc(2026, 4, 18, 9, 40, 12);
    private static readonly ProjectChange Nothing = new(null, null, SetsExternalId: false, null, null);

    public static TheoryData<ProjectChange, string, string?, string, string> Changes => new()
    {
        { Nothing with { Name = "B" }, "B", "42", "UTC", "{}" },
        { Nothing with { Timezone = "Europe/Berlin" }, "A", "42", "Europe/Berlin", "{}" },
        { Nothing with { Metadata = """{ "a": 1 }""" }, "A", "42", "UTC", """{ "a": 1 }""" },
        { Nothing with { SetsExternalId = true, CustomerExternalId = "43" }, "A", "43", "UTC", "{}" },
        { Nothing with { SetsExternalId = true }, "A", null, "UTC", "{}" },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void Change_OfOneSetting_KeepsTheOthersAndStampsTheTime(ProjectChange change, string name, string? externalId, string timezone, string metadata)
    {
        var project = Some();

        project.Change(change, Now).Should().BeTrue();

        (project.Name, project.CustomerExternalId, project.Timezone, project.Metadata, project.UpdatedAt).Should().Be((name, externalId, timezone, metadata, Now));
        project.CreatedAt.Should().Be(Before);
    }

    [Fact]
    public void Change_ThatChangesNothing_LeavesTheStamp()
    {
        foreach (var change in new[] { Nothing, Nothing with { CustomerExternalId = "43" }, new ProjectChange("A", "UTC", true, "42", "{ }") })
        {
            var project = Some();
            project.Change(change, Now).Should().BeFalse();
            project.Should().BeEquivalentTo(Some());
        }
    }

    [Fact]
    public void Archive_IsOnceAndForAll()
    {
        var project = Some();

        project.Archive(Now).Should().BeTrue();
        project.Archive(Now + Duration.FromDays(1)).Should().BeFalse();

        (project.Status, project.ArchivedAt, project.UpdatedAt).Should().Be((ProjectStatus.Archived, Now, Now));
    }

    [Fact]
    public void ArchivedProject_RefusesEveryChange_EvenOneThatChangesNothing()
    {
        var project = Some();
        project.Archive(Now);

        foreach (var change in new Action[] { () => project.Change(Nothing with { Name = "B" }, Now), () => project.Change(Nothing, Now), project.DemandActive })
        {
            var refusal = change.Should().Throw<DomainException>().WithMessage("Project is archived.").Which;
            refusal.Kind.Should().Be(ErrorKind.Conflict);
            refusal.Details.Should().Equal(new Dictionary<string, object?> { ["status"] = "archived" });
        }

        project.Name.Should().Be("A");
    }

    [Fact]
    public void ActiveProject_TakesWrites() => Some().Invoking(project => project.DemandActive()).Should().NotThrow();

    private static Project Some() =>
        new(new ProjectState
        {
            Id = new ProjectId(Guid.Parse("254a4ce1-f4ca-42b1-9e36-17ca45ef3d39")),
            Organization = new OrganizationId(Guid.Empty),
            Name = "A",
            CustomerExternalId = "42",
            Timezone = "UTC",
            Metadata = "{}",
            CreatedAt = Before,
            UpdatedAt = Before,
        });
}
