import { defineConfig } from "vite";

// Plain names: the built page is committed, and a change of the page must not rename the libraries.
export default defineConfig({
  build: {
    outDir: "../src/airshield/web/static",
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 2000,
    rollupOptions: {
      output: {
        entryFileNames: "assets/page.js",
        chunkFileNames: "assets/[name].js",
        assetFileNames: "assets/[name][extname]",
        manualChunks: (id: string) => {
          if (id.includes("maplibre-gl")) return "map-library";
          if (id.includes("milsymbol")) return "symbols";
          return undefined;
        },
      },
    },
  },
  worker: {
    format: "es",
    rollupOptions: { output: { entryFileNames: "assets/map-worker.js" } },
  },
  server: { proxy: { "/api": "http://127.0.0.1:8765" } },
});
