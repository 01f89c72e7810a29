/** Preloaded into the demo's children: they end when the demo does, even when it is killed and can tell nobody. */
process.on('disconnect', () => process.exit(1));
process.channel?.unref();
