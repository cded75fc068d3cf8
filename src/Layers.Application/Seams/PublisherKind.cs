using Layers.Application.Pipeline;

namespace Layers.Application.Seams;

/// <summary>What a publisher is called, and what an account of it needs when it is connected.</summary>
/// <param name="Name">
/// Like <c>relay</c>: lower-case letters, digits and hyphens, a letter first, at most 32. Accounts keep it, so it never changes. An extension begins it with
/// its own name.
/// </param>
/// <param name="Summary">One sentence for the document.</param>
public sealed record PublisherKind(string Name, string Summary)
{
    public IReadOnlyList<PublisherSetting> Settings { get; init; } = [];

    /// <summary>
    /// Whether the response to a new account shows, this once, the secret that <see cref="Social.SigningSecrets"/> has for it. The publisher signs with it, and
    /// the service that gets the posts verifies it.
    /// </summary>
    public bool ShowsSigningSecret { get; init; }

    /// <summary>Whether a test organization may use it, because it never reaches a real platform.</summary>
    public bool IsForTestOrganizations { get; init; }

    /// <summary>What is sent to the address that a setting has, for the document. Null when no service of the user's gets anything.</summary>
    public PublisherMessage? Message { get; init; }
}

/// <summary>A POST that a publisher sends to a service of the user's, as the document shows it.</summary>
/// <param name="AddressSetting">The setting that has the address.</param>
/// <param name="Body">The record that is sent as JSON.</param>
/// <param name="Response">The record that is read from a 2xx response.</param>
/// <param name="Headers">Their names and what they hold.</param>
/// <param name="OtherResponses">Statuses like <c>401</c> or <c>5XX</c>, and what becomes of the post then.</param>
public sealed record PublisherMessage(
    string AddressSetting,
    Type Body,
    Type Response,
    IReadOnlyList<(string Name, string Summary)> Headers,
    IReadOnlyList<(string Status, string Summary)> OtherResponses);

/// <summary>
/// One text that an account keeps for its publisher. It is judged when the account is connected, and shown to everybody who may list accounts: it is not for
/// secrets.
/// </summary>
/// <param name="Name">In camel case: <c>url</c> is <c>settings.url</c>.</param>
/// <param name="Summary">One sentence for the document.</param>
/// <param name="Presence">Whether an account may go without it.</param>
/// <param name="Takes">Its faults are reported together with all others of the request, and its shape stands in the document.</param>
public sealed record PublisherSetting(string Name, string Summary, Presence Presence, FieldRule<string> Takes);
