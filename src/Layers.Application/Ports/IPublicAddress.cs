namespace Layers.Application.Ports;

public interface IPublicAddress
{
    /// <summary>Where the outside reaches this server: scheme, host and port, without a slash at the end.</summary>
    string Base { get; }
}
