namespace Layers.Infrastructure;
