# reading.cmake: the half of pipeline/ that makes articles of bytes, and the libraries known only there.
pkg_check_modules(TENOR_READING REQUIRED IMPORTED_TARGET
  libxml-2.0 libcmark-gfm yaml-0.1 libarchive icu-uc icu-i18n jansson)
find_library(CMARK_GFM_EXTENSIONS cmark-gfm-extensions REQUIRED)

set(TENOR_READING_SOURCES
  article.c charset.c container.c dates.c front_matter.c html_hints.c html_meta.c html_reader.c
  html_score.c html_tree.c language.c letters.c markdown_reader.c markdown_tree.c plain_text.c reader.c)
set(TENOR_READING_LIBRARIES PkgConfig::TENOR_READING ${CMARK_GFM_EXTENSIONS} Threads::Threads)
