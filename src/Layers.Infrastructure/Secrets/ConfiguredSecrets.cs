using System.Security.Cryptography;
using System.Text;
using Layers.Application.Ports;
using Layers.Domain.Keys;

namespace Layers.Infrastructure.Secrets;

/// <param name="Root">Null: the database keeps the secrets.</param>
public sealed record SecretOptions(Secret? Root);

/// <summary>
/// Secrets that are derived from one text of the operator's, so that none lies in the database and a copy of it forges nothing. Changing the text
/// changes them all.
/// </summary>
internal sealed class ConfiguredSecrets : IServerSecrets
{
    private const int ShortestRoot = 32;

    private readonly byte[] root;

    /// <param name="root">At least 32 characters that nobody can guess.</param>
    public ConfiguredSecrets(Secret root)
    {
        this.root = Encoding.UTF8.GetBytes(root.Reveal());
        if (this.root.Length < ShortestRoot)
            throw new FormatException($"Layers:Secrets:Root must have at least {ShortestRoot} characters.");
    }

    public ValueTask<byte[]> Get(string name, CancellationToken cancellationToken) => new(HMACSHA256.HashData(root, Encoding.UTF8.GetBytes(name)));
}
