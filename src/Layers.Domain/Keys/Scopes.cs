namespace Layers.Domain.Keys;

/// <summary>The built-in scopes: what a key may do. A key without an endpoint's scope is refused.</summary>
public static class Scopes
{
    public const string ProjectsRead = "projects:read";
    public const string ProjectsWrite = "projects:write";
    public const string ContentRead = "content:read";
    public const string ContentWrite = "content:write";
    public const string ContentApprove = "content:approve";
    public const string PublishRead = "publish:read";
    public const string PublishWrite = "publish:write";
    public const string SocialRead = "social:read";
    public const string SocialWrite = "social:write";
    public const string AuditRead = "audit:read";
    public const string KeysWrite = "keys:write";
    public const string WebhooksWrite = "webhooks:write";

    /// <summary>Grants every scope but <see cref="KeysWrite"/>, which has to be named: a key that may read and write all data may not manage keys.</summary>
    public const string Everything = "*";

    public static readonly IReadOnlyList<string> BuiltIn =
    [
        ProjectsRead, ProjectsWrite, ContentRead, ContentWrite, ContentApprove, PublishRead, PublishWrite,
        SocialRead, SocialWrite, AuditRead, KeysWrite, WebhooksWrite,
    ];
}
