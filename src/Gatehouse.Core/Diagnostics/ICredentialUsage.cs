namespace Gatehouse.Core.Diagnostics;

/// <summary>When credentials were last used on this node.</summary>
public interface ICredentialUsage
{
    /// <summary>Unix seconds of the last request that a credential let in, to the minute; 0 = none since the node started.</summary>
    /// <param name="credentialId">Id of the credential.</param>
    long LastUsed(string credentialId);
}
