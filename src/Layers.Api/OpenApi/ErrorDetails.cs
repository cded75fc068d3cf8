using Layers.Api.Content;
using Layers.Application.Seams;
using Layers.Application.Uploads;
using Layers.Domain;
using Layers.Domain.RateLimits;
using NodaTime;

namespace Layers.Api.OpenApi;

/// <summary>Facts beside an error's message; which of them are there depends on its code.</summary>
/// <param name="Issues">Of a bad body or query: every fault at once.</param>
/// <param name="RequiredScope">Of <c>FORBIDDEN_SCOPE</c>, and in a gate's verdict.</param>
/// <param name="ApprovalStatus">What the container's approval status is.</param>
/// <param name="Status">What the status of the thing is.</param>
/// <param name="CreativeType">Where the content comes from.</param>
/// <param name="Revision">Of <c>REVISION_MISMATCH</c>: the present one.</param>
/// <param name="Scope">Of <c>KILL_SWITCH</c>: <c>key</c> or <c>organization</c>.</param>
/// <param name="LastPosition">Of <c>CURSOR_AHEAD</c>: the position of the newest event.</param>
/// <param name="Missing">Of <c>UPLOAD_INCOMPLETE</c>: the files that have not arrived, by their place among the declared ones (from 0) and their name.</param>
/// <param name="Blocked">With the following: the gate's verdict, of <c>APPROVAL_REQUIRED</c> and <c>CONTENT_REJECTED</c>.</param>
/// <param name="NextCursor">Of <c>CURSOR_EXPIRED</c>: where what is kept begins.</param>
/// <param name="LimitBytes">Of <c>QUOTA_EXCEEDED</c>: the most that the organization may keep.</param>
/// <param name="UsedBytes">Of <c>QUOTA_EXCEEDED</c>: what it keeps, and what started uploads have declared.</param>
/// <param name="AskedBytes">Of <c>QUOTA_EXCEEDED</c>: what this upload would add.</param>
/// <param name="Limit">Of <c>RATE_LIMITED</c>: requests a minute.</param>
/// <param name="EndpointClass">Of <c>RATE_LIMITED</c>: whose budget is used up.</param>
/// <param name="RetryAfterSeconds">Of <c>RATE_LIMITED</c>: the same as in <c>Retry-After</c>.</param>
internal sealed record ErrorDetails(
    [property: MayBeAbsent] IReadOnlyList<Issue> Issues,
    [property: MayBeAbsent] string? RequiredScope,
    [property: MayBeAbsent] string ApprovalStatus,
    [property: MayBeAbsent] string Status,
    [property: MayBeAbsent] string CreativeType,
    [property: MayBeAbsent] int Revision,
    [property: MayBeAbsent, OneOf("key", "organization")] string Scope,
    [property: MayBeAbsent] long LastPosition,
    [property: MayBeAbsent] IReadOnlyList<MissingFile> Missing,
    [property: MayBeAbsent] bool Blocked,
    [property: MayBeAbsent] string? Code,
    [property: MayBeAbsent] IReadOnlyList<string> Reasons,
    [property: MayBeAbsent] FirstNResponse? FirstN,
    [property: MayBeAbsent] Instant? AutoApproveAt,
    [property: MayBeAbsent] IReadOnlyList<string> Next,
    [property: MayBeAbsent] string NextCursor,
    [property: MayBeAbsent] long LimitBytes,
    [property: MayBeAbsent] long UsedBytes,
    [property: MayBeAbsent] long AskedBytes,
    [property: MayBeAbsent] int Limit,
    [property: MayBeAbsent] EndpointClass EndpointClass,
    [property: MayBeAbsent] int RetryAfterSeconds);
