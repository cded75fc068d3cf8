namespace Layers.Application.Ports;

/// <summary>Random secrets that all nodes of this server share and nobody else knows.</summary>
public interface IServerSecrets
{
    /// <summary>32 random bytes, made when they are first asked for and the same ever after.</summary>
    ValueTask<byte[]> Get(string name, CancellationToken cancellationToken);
}
