using Layers.Application.Ports;
using Layers.Domain;
using MediatR;

namespace Layers.Application.Scheduling;

/// <summary>Reads a scheduled post. Needs <c>publish:read</c>.</summary>
public sealed record GetPost(ScheduledPostId Id) : IRequest<PostView>;

public sealed class GetPostHandler(ICaller caller, IScheduledPosts posts) : IRequestHandler<GetPost, PostView>
{
    public async Task<PostView> Handle(GetPost request, CancellationToken cancellationToken) =>
        PostView.From(await posts.Get(caller.Organization, request.Id, cancellationToken));
}
