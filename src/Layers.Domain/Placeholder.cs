namespace Layers.Domain;
