namespace Gatehouse.Settings;

/// <summary>Where the node logs to.</summary>
/// <param name="Level">Kong's word: debug, info, notice, warn, error, crit, alert or emerg.</param>
/// <param name="AccessLog">Absolute path or device of the access log, null = off.</param>
/// <param name="ErrorLog">Absolute path or device of the node's log, null = off.</param>
/// <param name="AuditLog">Absolute path or device of the audit log, <c>error_log</c> for the node's log, null = off.</param>
public sealed record LogSettings(string Level, string? AccessLog, string? ErrorLog, string? AuditLog);
