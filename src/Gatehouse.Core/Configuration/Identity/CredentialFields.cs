using Gatehouse.Core.Schemas;

namespace Gatehouse.Core.Configuration.Identity;

/// <summary>Fields that kinds of credentials share.</summary>
internal static class CredentialFields
{
    /// <summary>The owner; its credentials go with it.</summary>
    public static Field Consumer() => Field.Foreign("consumer", "consumers").Required();

    /// <summary>A secret that Kong makes when it is missing.</summary>
    public static Field AutoSecret(string name) => (Field.String(name) with { IsAuto = true }).Secret();
}
