using Layers.Application.Pipeline;
using Layers.Application.Ports;
using Layers.Application.Scheduling;
using Layers.Domain;
using Layers.Domain.Scheduling;
using MediatR;
using NodaTime;

namespace Layers.Application.Projects;

/// <summary>
/// Closes a project to every further write and cancels its held and queued posts; it stays readable. Archiving again changes nothing.
/// Needs <c>projects:write</c>.
/// </summary>
public sealed record ArchiveProject(ProjectId Id) : ICommand<ProjectView>;

public sealed class ArchiveProjectHandler(ICaller caller, IProjects projects, IScheduledPosts posts, IAuditLog audit, IOutbox outbox, IClock clock)
    : IRequestHandler<ArchiveProject, ProjectView>
{
    public async Task<ProjectView> Handle(ArchiveProject request, CancellationToken cancellationToken)
    {
        var project = await projects.GetWholeForUpdate(caller.Organization, request.Id, cancellationToken);
        var now = clock.Now();
        if (project.Archive(now))
        {
            projects.Save(project);
            audit.Append(new AuditEntry("project.archived", now, project.Id, new { name = project.Name }));
            await CancelPosts(request, now, cancellationToken);
        }

        return ProjectView.From(project.State);
    }

    // The containers are left alone, their count of held posts included: others may hold one and wait for the project. No write reaches them any more.
    private async Task CancelPosts(ArchiveProject request, Instant now, CancellationToken cancellationToken)
    {
        var queued = await posts.ListUnsentForUpdate(caller.Organization, request.Id, account: null, now, cancellationToken);
        foreach (var post in queued)
            post.Cancel(ScheduledPost.ProjectArchived, now);
        posts.SaveEnded(queued);
        audit.Append([.. queued.Select(post => PostAudit.Canceled(post, now))]);
        outbox.Append([.. queued.Select(post => PostEvents.Canceled(post, now))]);
    }
}
