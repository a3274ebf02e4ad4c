namespace Gatehouse.Core.Diagnostics;

/// <summary>When credentials were last used on this node, for <c>GET /credentials</c>.</summary>
public interface ICredentialUses
{
    /// <summary>Unix seconds of the last use, to the minute; 0 = not since the node started.</summary>
    /// <param name="credentialId">Id of the credential.</param>
    long LastUsed(string credentialId);
}
